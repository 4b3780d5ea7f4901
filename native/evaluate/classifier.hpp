#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "latentwalk/network.hpp"
#include "latentwalk/safetensors.hpp"
#include "latentwalk/spec.hpp"

/// The digit classifier that the metrics look through: a LeNet-class network, run by the core. Its file is a
/// safetensors file with format "latentwalk-classifier": two networks, a trunk that gives the features and a head that
/// gives one logit a digit.
namespace latentwalk {

struct ClassifierSpec {
  NetworkSpec trunk;  // (1, height, width), ink 1 on paper 0 -> (feature_count)
  NetworkSpec head;   // (feature_count) -> (10)
};

/// {"trunk": {…}, "head": {…}}; throws Error where the two do not fit each other.
ClassifierSpec parse_classifier_spec(const Json& json, const std::string& where);

class Classifier {
 public:
  /// Throws Error on a file that is not a classifier, or whose tensors are not what its networks need.
  static Classifier parse(std::span<const std::uint8_t> bytes, std::string_view name);

  struct Output {
    Tensor features;       // (N, feature_count)
    Tensor probabilities;  // (N, 10), each row sums to 1
  };
  /// images (N, height, width) in [0, 1], 1 = ink
  Output operator()(const Tensor& images) const;

  /// The first 16 hexadecimal digits of the file's SHA-256: figures of different extractors cannot be compared.
  const std::string& hash() const { return hash_; }
  double test_accuracy() const { return test_accuracy_; }

 private:
  Classifier(ClassifierSpec spec, Network trunk, Network head);

  ClassifierSpec spec_;
  Network trunk_, head_;
  std::string hash_;
  double test_accuracy_ = 0.0;
};

/// The bytes of a classifier file, weights as F16; `weights` under the names of network_parameters, prefixes "trunk"
/// and "head".
std::vector<std::uint8_t> serialize_classifier(const Json& spec, const std::map<std::string, Tensor>& weights,
                                               double test_accuracy);

}  // namespace latentwalk
