#include "evaluate/digit_classifier.hpp"

#include <cstdlib>

#include "data/digest.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/safetensors.hpp"

namespace latentwalk {

Classifier Classifier::parse(std::span<const std::uint8_t> bytes, std::string_view name) {
  Classifier classifier(ClassifierNetworks::parse(bytes, name));
  const auto& metadata = classifier.networks_.metadata();
  const auto accuracy = metadata.find("test_accuracy");
  if (accuracy == metadata.end()) fail(name, ": not a digit classifier: its metadata has no \"test_accuracy\"");
  classifier.hash_ = sha256(bytes).substr(0, 16);
  classifier.test_accuracy_ = std::strtod(accuracy->second.c_str(), nullptr);
  return classifier;
}

std::vector<std::uint8_t> serialize_classifier(const Json& spec, const std::map<std::string, Tensor>& weights,
                                               double test_accuracy) {
  Safetensors file;
  char accuracy[16];
  std::snprintf(accuracy, sizeof accuracy, "%.4f", test_accuracy);
  file.metadata = {{"format", kClassifierFormat}, {"networks", spec.dump()}, {"test_accuracy", accuracy}};
  for (const auto& [name, values] : weights) file.tensors[name] = store(values, DType::f16);
  std::vector<std::uint8_t> bytes = serialize_safetensors(file);
  ClassifierNetworks::parse(bytes, "classifier");  // fails here rather than when it is used
  return bytes;
}

}  // namespace latentwalk
