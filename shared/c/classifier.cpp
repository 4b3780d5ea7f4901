#include "classifier.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "latentwalk/error.hpp"
#include "latentwalk/json.hpp"
#include "latentwalk/network_json.hpp"
#include "latentwalk/safetensors.hpp"
#include "latentwalk/spec.hpp"

namespace latentwalk {
namespace {

constexpr const char* kFormat = "latentwalk-classifier";
constexpr std::size_t kBatch = 64;

// Logits to probabilities, in place.
void softmax(float* row, std::size_t count) {
  const float largest = *std::max_element(row, row + count);
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += std::exp(static_cast<double>(row[i]) - largest);
  for (std::size_t i = 0; i < count; ++i)
    row[i] = static_cast<float>(std::exp(static_cast<double>(row[i]) - largest) / sum);
}

}  // namespace

Reader::Reader(std::size_t width, std::size_t height, Network trunk, Network head)
    : width_(width), height_(height), trunk_(std::move(trunk)), head_(std::move(head)) {}

Reader Reader::parse(std::span<const std::uint8_t> bytes, std::string_view name_view) {
  const std::string name(name_view);
  const Safetensors file = parse_safetensors(bytes, name);
  const auto entry = [&](const char* key) {
    const auto found = file.metadata.find(key);
    if (found == file.metadata.end()) fail(name, ": not a digit classifier: its metadata has no \"", key, "\"");
    return found->second;
  };
  if (entry("format") != kFormat) fail(name, ": not a digit classifier: format is \"", entry("format"), "\"");
  const Json networks = parse_json(entry("networks"), name);
  const NetworkSpec trunk = parse_network_spec(require(networks, "trunk", name), name + ": trunk");
  const NetworkSpec head = parse_network_spec(require(networks, "head", name), name + ": head");
  if (trunk.input.size() != 3 || trunk.input[0] != 1)
    fail(name, ": trunk: input must be [1, height, width], found ", shape_text(trunk.input));
  if (const Shape features = layer_shapes(trunk, name + ": trunk").back(); features != head.input)
    fail(name, ": the trunk gives ", shape_text(features), ", the head takes ", shape_text(head.input));
  if (const Shape out = layer_shapes(head, name + ": head").back(); out.size() != 1)
    fail(name, ": the head must give one number a class, found ", shape_text(out));

  const auto parameter = [&](const std::string& tensor) {
    const auto found = file.tensors.find(tensor);
    if (found == file.tensors.end()) fail(name, ": the tensor \"", tensor, "\" is missing");
    return load(found->second, name);
  };
  for (const auto& [network, prefix] : {std::pair{&trunk, "trunk"}, std::pair{&head, "head"}})
    for (const Parameter& wanted : network_parameters(*network, prefix))
      if (const Shape found = shape_of(parameter(wanted.name)); found != wanted.shape)
        fail(name, ": tensor \"", wanted.name, "\": expected the shape ", shape_text(wanted.shape), ", found ",
             shape_text(found));
  return Reader(trunk.input[2], trunk.input[1], Network(trunk, "trunk", parameter), Network(head, "head", parameter));
}

Tensor Reader::read(const Tensor& images) const {
  const std::size_t count = images.shape(0), pixels = width_ * height_, classes = class_count();
  Tensor probabilities = zeros({count, classes});
  Tensor features = zeros({kBatch, trunk_.output_size()});
  for (std::size_t begin = 0; begin < count; begin += kBatch) {
    const std::size_t size = std::min(kBatch, count - begin);
    trunk_.forward({images.data() + begin * pixels}, size, features.data());
    head_.forward({features.data()}, size, probabilities.data() + begin * classes);
  }
  for (std::size_t n = 0; n < count; ++n) softmax(probabilities.data() + n * classes, classes);
  return probabilities;
}

}  // namespace latentwalk
