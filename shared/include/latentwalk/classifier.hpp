#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "latentwalk/json.hpp"
#include "latentwalk/network.hpp"
#include "latentwalk/spec.hpp"
#include "latentwalk/tensor.hpp"

/// A classifier that reads digits. Its file is a safetensors file with the format "latentwalk-classifier". It holds two
/// networks: the trunk computes features, and the head computes one logit for each class.
namespace latentwalk {

/// The value of "format" in the file's metadata.
inline constexpr const char* kClassifierFormat = "latentwalk-classifier";

/// Two networks in sequence.
struct ClassifierSpec {
  NetworkSpec trunk;  ///< (1, height, width), ink 1 on paper 0 -> (feature_count)
  NetworkSpec head;   ///< (feature_count) -> (class_count)
};

/// Reads {"trunk": {…}, "head": {…}}. Throws Error if the head does not accept the trunk's output.
ClassifierSpec parse_classifier_spec(const Json& json, const std::string& where);

/// A classifier's two networks, ready to run.
class ClassifierNetworks {
 public:
  /// Reads a classifier file; `name` begins each error message. Throws Error if the file is not a classifier or its
  /// tensors do not match its networks.
  static ClassifierNetworks parse(std::span<const std::uint8_t> bytes, std::string_view name);

  /// The results for N images.
  struct Output {
    Tensor features;       ///< (N, feature_count)
    Tensor probabilities;  ///< (N, class_count); each row sums to 1.
  };
  /// Classifies images (N, height, width) in [0, 1], where 1 is ink. Throws Error if the shape differs.
  Output operator()(const Tensor& images) const;

  std::size_t width() const { return width_; }                                      ///< Image width in pixels.
  std::size_t height() const { return height_; }                                    ///< Image height in pixels.
  std::size_t class_count() const { return head_.output_size(); }                   ///< 10 for digits.
  const std::map<std::string, std::string>& metadata() const { return metadata_; }  ///< Metadata of the file.

 private:
  ClassifierNetworks(std::size_t width, std::size_t height, Network trunk, Network head,
                     std::map<std::string, std::string> metadata);

  std::size_t width_, height_;
  Network trunk_, head_;
  std::map<std::string, std::string> metadata_;
};

}  // namespace latentwalk
