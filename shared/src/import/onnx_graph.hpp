#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "latentwalk/safetensors.hpp"

/// Reads the messages of an ONNX file, as far as a network of latentwalk's layers needs them.
namespace latentwalk {

/// An attribute of a node.
struct OnnxAttribute {
  std::int64_t whole = 0;
  float real = 0;
  std::string text;
  std::vector<std::int64_t> wholes;
  std::vector<float> reals;
  std::optional<StoredTensor> tensor;
};

/// A node of the graph.
struct OnnxNode {
  std::string type, name, domain;
  std::vector<std::string> inputs, outputs;
  std::map<std::string, OnnxAttribute> attributes;
};

/// An input or output of the graph. The batch axis comes first; a size of 0 is one that the file leaves open.
struct OnnxValue {
  std::string name;
  std::vector<std::int64_t> sizes;
  bool is_whole = false;  ///< Of whole numbers, such as class labels.
};

/// The graph of an ONNX file.
struct OnnxGraph {
  std::vector<OnnxNode> nodes;  ///< Each after those whose values it takes.
  std::map<std::string, StoredTensor> constants;
  std::vector<OnnxValue> inputs, outputs;  ///< Inputs without those that have a constant.
  std::int64_t opset = 0;
};

/// Reads a file that lies in the ONNX file's folder. Throws Error if there is none.
using ReadBeside = std::function<std::vector<std::uint8_t>(const std::string& file)>;

/// Whether a file begins as an ONNX file does.
bool is_onnx_file(std::span<const std::uint8_t> bytes);

/// Reads a file. Weights beside it are read with `beside`, which gets plain names only: a name with a folder in it is
/// refused. Throws Error, beginning with `name`.
OnnxGraph parse_onnx(std::span<const std::uint8_t> bytes, const std::string& name, const ReadBeside& beside);

}  // namespace latentwalk
