#include "latentwalk/classifier.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "format/check_finite.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/safetensors.hpp"
#include "latentwalk/spec_json.hpp"

namespace latentwalk {
namespace {

constexpr std::size_t kBatch = 64;
// The values of the two networks as JSON; the shipped classifier has 62.
constexpr std::size_t kMaxSpecValues = std::size_t{1} << 14U;

// Softmax of each row, in place.
void softmax(float* row, std::size_t count) {
  const float largest = *std::max_element(row, row + count);
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += std::exp(static_cast<double>(row[i]) - largest);
  for (std::size_t i = 0; i < count; ++i)
    row[i] = static_cast<float>(std::exp(static_cast<double>(row[i]) - largest) / sum);
}

}  // namespace

ClassifierSpec parse_classifier_spec(const Json& json, const std::string& where) {
  check_keys(json, {"trunk", "head"}, where);
  ClassifierSpec spec{parse_network_spec(require(json, "trunk", where), where + ": trunk"),
                      parse_network_spec(require(json, "head", where), where + ": head")};
  if (spec.trunk.input.size() != 3 || spec.trunk.input[0] != 1)
    fail(where, ": trunk: input must be [1, height, width], found ", shape_text(spec.trunk.input));
  if (const Shape features = layer_shapes(spec.trunk, where + ": trunk").back();
      features.size() != 1 || features != spec.head.input)
    fail(where, ": the trunk gives ", shape_text(features), ", the head takes ", shape_text(spec.head.input));
  if (const Shape out = layer_shapes(spec.head, where + ": head").back(); out.size() != 1)
    fail(where, ": the head must give one number per class, found ", shape_text(out));
  return spec;
}

ClassifierNetworks::ClassifierNetworks(std::size_t width, std::size_t height, Network trunk, Network head,
                                       std::map<std::string, std::string> metadata)
    : width_(width),
      height_(height),
      trunk_(std::move(trunk)),
      head_(std::move(head)),
      metadata_(std::move(metadata)) {}

ClassifierNetworks ClassifierNetworks::parse(std::span<const std::uint8_t> bytes, std::string_view name_view) {
  const std::string name(name_view);
  Safetensors file = parse_safetensors(bytes, name);
  const auto entry = [&](const char* key) {
    const auto found = file.metadata.find(key);
    if (found == file.metadata.end()) fail(name, ": not a digit classifier: its metadata has no \"", key, "\"");
    return found->second;
  };
  if (entry("format") != kClassifierFormat)
    fail(name, ": not a digit classifier: format is ", in_quotes(entry("format")));
  const ClassifierSpec spec = parse_classifier_spec(parse_json(entry("networks"), name, kMaxSpecValues), name);

  const auto parameter = [&](const std::string& tensor) {
    const auto found = file.tensors.find(tensor);
    if (found == file.tensors.end()) fail(name, ": the tensor \"", tensor, "\" is missing");
    Tensor values = load(found->second, name);
    check_finite(values, name + ": tensor \"" + tensor + "\"");
    return values;
  };
  for (const auto& [network, prefix] : {std::pair{&spec.trunk, "trunk"}, std::pair{&spec.head, "head"}})
    for (const Parameter& wanted : network_parameters(*network, prefix))
      if (const Shape found = shape_of(parameter(wanted.name)); found != wanted.shape)
        fail(name, ": tensor \"", wanted.name, "\": expected the shape ", shape_text(wanted.shape), ", found ",
             shape_text(found));
  return {spec.trunk.input[2], spec.trunk.input[1], Network(spec.trunk, "trunk", parameter),
          Network(spec.head, "head", parameter), std::move(file.metadata)};
}

ClassifierNetworks::Output ClassifierNetworks::operator()(const Tensor& images) const {
  if (images.dimension() != 3 || images.shape(1) != height_ || images.shape(2) != width_)
    fail("the classifier takes images (N, ", height_, ", ", width_, "), found ", shape_text(shape_of(images)));
  const std::size_t count = images.shape(0), feature_count = trunk_.output_size(), classes = class_count();
  Output output{zeros({count, feature_count}), zeros({count, classes})};
  check_finite(images, "the classifier's images");
  for (std::size_t begin = 0; begin < count; begin += kBatch) {
    const std::size_t size = std::min(kBatch, count - begin);
    float* const features = output.features.data() + begin * feature_count;
    trunk_.forward({images.data() + begin * width_ * height_}, size, features);
    head_.forward({features}, size, output.probabilities.data() + begin * classes);
  }
  check_finite(output.features, "the classifier's features");
  check_finite(output.probabilities, "the classifier's outputs");
  for (std::size_t n = 0; n < count; ++n) softmax(output.probabilities.data() + n * classes, classes);
  return output;
}

}  // namespace latentwalk
