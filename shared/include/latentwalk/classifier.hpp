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

/// Reads digits. The file is a safetensors file with format "latentwalk-classifier": two networks, a trunk that gives
/// the features and a head that gives one logit a class.
namespace latentwalk {

/// What the file's metadata has under "format".
inline constexpr const char* kClassifierFormat = "latentwalk-classifier";

/// Two networks, one behind the other.
struct ClassifierSpec {
  NetworkSpec trunk;  ///< (1, height, width), ink 1 on paper 0 -> (feature_count)
  NetworkSpec head;   ///< (feature_count) -> (class_count)
};

/// {"trunk": {…}, "head": {…}}; throws Error where the two do not fit each other.
ClassifierSpec parse_classifier_spec(const Json& json, const std::string& where);

/// A file's two networks, ready to run.
class ClassifierNetworks {
 public:
  /// Throws Error on a file that is no classifier, or whose tensors are not what its networks need.
  static ClassifierNetworks parse(std::span<const std::uint8_t> bytes, std::string_view name);

  /// What it says of N images.
  struct Output {
    Tensor features;       ///< (N, feature_count)
    Tensor probabilities;  ///< (N, class_count), each row sums to 1
  };
  /// images (N, height, width) in [0, 1], 1 = ink
  Output operator()(const Tensor& images) const;

  std::size_t width() const { return width_; }                                      ///< Of an image, in pixels.
  std::size_t height() const { return height_; }                                    ///< Of an image, in pixels.
  std::size_t class_count() const { return head_.output_size(); }                   ///< 10 for digits.
  const std::map<std::string, std::string>& metadata() const { return metadata_; }  ///< The file's.

 private:
  ClassifierNetworks(std::size_t width, std::size_t height, Network trunk, Network head,
                     std::map<std::string, std::string> metadata);

  std::size_t width_, height_;
  Network trunk_, head_;
  std::map<std::string, std::string> metadata_;
};

}  // namespace latentwalk
