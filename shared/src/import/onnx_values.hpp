#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "import/onnx_graph.hpp"
#include "latentwalk/tensor.hpp"

namespace latentwalk {

/// Stands for the size of the batch axis, which is open.
inline constexpr std::int64_t kBatchSize = std::numeric_limits<std::int64_t>::min();

/// What a graph computes from constants and from the shapes of values: exporters write a reshape as a dozen such nodes.
class OnnxConstants {
 public:
  OnnxConstants(std::map<std::string, StoredTensor> constants, std::string where);

  bool contains(const std::string& name) const { return tensors_.contains(name) || numbers_.contains(name); }
  /// A constant as floats. Throws Error if there is none.
  Tensor tensor(const std::string& name) const;
  /// A constant as whole numbers, at most a few. Throws Error if it is none.
  std::vector<std::int64_t> numbers(const std::string& name) const;
  void set_numbers(const std::string& name, std::vector<std::int64_t> numbers) { numbers_[name] = std::move(numbers); }

  /// Computes a node whose inputs are all constants. Returns false if it is of no known type.
  bool fold(const OnnxNode& node);

 private:
  bool fold_numbers(const OnnxNode& node, const std::string& out);

  std::map<std::string, StoredTensor> tensors_;
  std::map<std::string, std::vector<std::int64_t>> numbers_;
  std::string where_;
};

/// The attribute of this name, or null.
const OnnxAttribute* find_attribute(const OnnxNode& node, const char* name);
/// "Conv (node "/main/0")" for a message.
std::string node_text(const OnnxNode& node);

}  // namespace latentwalk
