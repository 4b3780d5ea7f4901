#include "classifier.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "latentwalk/error.hpp"
#include "latentwalk/network_json.hpp"

namespace latentwalk {
namespace {

constexpr const char* kFormat = "latentwalk-classifier";
constexpr std::size_t kClasses = 10;
constexpr std::size_t kBatch = 200;

std::string short_sha256(std::span<const std::uint8_t> bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr) != 1)
    fail("SHA-256 is not to be had");
  char text[17];
  for (int i = 0; i < 8; ++i) std::snprintf(text + 2 * i, 3, "%02x", digest[i]);
  return text;
}

}  // namespace

ClassifierSpec parse_classifier_spec(const Json& json, const std::string& where) {
  check_keys(json, {"trunk", "head"}, where);
  ClassifierSpec spec{parse_network_spec(require(json, "trunk", where), where + ": trunk"),
                      parse_network_spec(require(json, "head", where), where + ": head")};
  const Shape features = layer_shapes(spec.trunk, where).back();
  if (spec.trunk.input.size() != 3 || spec.trunk.input[0] != 1)
    fail(where, ": trunk: input must be [1, height, width], found ", shape_text(spec.trunk.input));
  if (features.size() != 1 || features != spec.head.input)
    fail(where, ": the trunk gives ", shape_text(features), ", the head takes ", shape_text(spec.head.input));
  if (layer_shapes(spec.head, where).back() != Shape{kClasses}) fail(where, ": the head must give [10]");
  return spec;
}

Classifier::Classifier(ClassifierSpec spec, Network trunk, Network head)
    : spec_(std::move(spec)), trunk_(std::move(trunk)), head_(std::move(head)) {}

Classifier Classifier::parse(std::span<const std::uint8_t> bytes, std::string_view name_view) {
  const std::string name(name_view);
  const Safetensors file = parse_safetensors(bytes, name);
  const auto entry = [&](const char* key) {
    const auto found = file.metadata.find(key);
    if (found == file.metadata.end()) fail(name, ": not a digit classifier: its metadata has no \"", key, "\"");
    return found->second;
  };
  if (entry("format") != kFormat) fail(name, ": not a digit classifier: format is \"", entry("format"), "\"");
  const ClassifierSpec spec = parse_classifier_spec(parse_json(entry("networks"), name), name);
  const auto parameter = [&](const std::string& tensor) {
    const auto found = file.tensors.find(tensor);
    if (found == file.tensors.end()) fail(name, ": the tensor \"", tensor, "\" is missing");
    return load(found->second, name);
  };
  for (const auto& [network, prefix] : {std::pair{&spec.trunk, "trunk"}, std::pair{&spec.head, "head"}})
    for (const Parameter& wanted : network_parameters(*network, prefix))
      if (const Shape found = shape_of(parameter(wanted.name)); found != wanted.shape)
        fail(name, ": tensor \"", wanted.name, "\": expected the shape ", shape_text(wanted.shape), ", found ",
             shape_text(found));
  Classifier classifier(spec, Network(spec.trunk, "trunk", parameter), Network(spec.head, "head", parameter));
  classifier.hash_ = short_sha256(bytes);
  classifier.test_accuracy_ = std::strtod(entry("test_accuracy").c_str(), nullptr);
  return classifier;
}

Classifier::Output Classifier::operator()(const Tensor& images) const {
  const std::size_t height = spec_.trunk.input[1], width = spec_.trunk.input[2];
  if (images.dimension() != 3 || images.shape(1) != height || images.shape(2) != width)
    fail("the classifier takes images (N, ", height, ", ", width, "), found ", shape_text(shape_of(images)));
  const std::size_t count = images.shape(0), pixels = height * width, feature_count = spec_.head.input[0];
  Output output{zeros({count, feature_count}), zeros({count, kClasses})};
  for (std::size_t begin = 0; begin < count; begin += kBatch) {
    const std::size_t size = std::min(kBatch, count - begin);
    Tensor batch = zeros({size, 1, height, width});
    std::copy_n(images.data() + begin * pixels, size * pixels, batch.data());
    const Tensor features = trunk_.forward(batch), logits = head_.forward(features);
    std::copy(features.begin(), features.end(), output.features.data() + begin * feature_count);
    for (std::size_t n = 0; n < size; ++n) {
      const float* row = logits.data() + n * kClasses;
      const float largest = *std::max_element(row, row + kClasses);
      double sum = 0;
      for (std::size_t c = 0; c < kClasses; ++c) sum += std::exp(static_cast<double>(row[c]) - largest);
      for (std::size_t c = 0; c < kClasses; ++c)
        output.probabilities(begin + n, c) = static_cast<float>(std::exp(static_cast<double>(row[c]) - largest) / sum);
    }
  }
  return output;
}

std::vector<std::uint8_t> serialize_classifier(const Json& spec, const std::map<std::string, Tensor>& weights,
                                               double test_accuracy) {
  Safetensors file;
  char accuracy[16];
  std::snprintf(accuracy, sizeof accuracy, "%.4f", test_accuracy);
  file.metadata = {{"format", kFormat}, {"networks", spec.dump()}, {"test_accuracy", accuracy}};
  for (const auto& [name, values] : weights) file.tensors[name] = store(values, DType::f16);
  std::vector<std::uint8_t> bytes = serialize_safetensors(file);
  Classifier::parse(bytes, "classifier");  // what is written can be read
  return bytes;
}

}  // namespace latentwalk
