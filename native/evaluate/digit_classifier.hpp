#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "latentwalk/classifier.hpp"

namespace latentwalk {

/// The classifier whose features and probabilities the metrics use: a LeNet-class network, run by the core. The shipped
/// one reads the ten digits; one for other data has the classes of that.
class Classifier {
 public:
  /// Throws Error on a file that is not a classifier, or whose tensors do not fit its networks. `name`
  /// starts the message.
  static Classifier parse(std::span<const std::uint8_t> bytes, std::string_view name);

  using Output = ClassifierNetworks::Output;
  /// images (N, height, width) in [0, 1], 1 = ink -> features (N, F) and probabilities (N, classes).
  Output operator()(const Tensor& images) const { return networks_(images); }

  /// The first 16 hexadecimal digits of the file's SHA-256. Metrics of different classifiers cannot be compared.
  const std::string& hash() const { return hash_; }
  std::size_t class_count() const { return networks_.class_count(); }
  double test_accuracy() const { return test_accuracy_; }

 private:
  explicit Classifier(ClassifierNetworks networks) : networks_(std::move(networks)) {}

  ClassifierNetworks networks_;
  std::string hash_;
  double test_accuracy_ = 0.0;
};

/// The bytes of a classifier file, with weights as F16. `weights` have the names of network_parameters, with the
/// prefixes "trunk" and "head". `spec` has these two networks.
std::vector<std::uint8_t> serialize_classifier(const Json& spec, const std::map<std::string, Tensor>& weights,
                                               double test_accuracy);

}  // namespace latentwalk
