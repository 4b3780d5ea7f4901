#include "latentwalk/quantise.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "latentwalk/model.hpp"
#include "tests/support/test_files.hpp"
#include "tests/support/tiny_models.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

namespace {

Tensor ramp(const Shape& shape) {
  Tensor values = zeros(shape);
  for (std::size_t i = 0; i < values.size(); ++i) values.data()[i] = 0.37F * static_cast<float>(i) - 1.9F;
  return values;
}

std::string quantised_message(const Safetensors& file) {
  return message_of([&] { Model::parse(serialize_safetensors(file), "file"); });
}

Safetensors quantised_gan() {
  // A self-test of the weights before they are rounded would not hold: the tiny model's own weights, quantised once.
  ModelFile file = tests::tiny_model("tiny-gan");
  for (const Parameter& parameter : network_parameters(file.spec.networks.at("generator"), "generator")) {
    Safetensors stored;
    store_parameter(stored, parameter, file.weights.at(parameter.name), DType::i8);
    file.weights.at(parameter.name) = load_parameter(stored, parameter, "tiny-gan");
  }
  file.selftest_images = Model::from_weights(file.spec, file.weights).decode(file.selftest_latents);
  return parse_safetensors(serialize_model(file, DType::i8), "file");
}

}  // namespace

TEST_CASE("a quantised weight is within half a step of its channel, whichever axis counts the channels") {
  for (const std::size_t axis : {0, 1}) {
    const Parameter parameter{"n.0.weight", {3, 4, 2, 2}, axis};
    const Tensor values = ramp(parameter.shape);
    Safetensors file;
    store_parameter(file, parameter, values, DType::i8);
    CHECK(file.tensors.at("n.0.weight").dtype == DType::i8);
    CHECK(file.tensors.at("n.0.weight").bytes.size() == values.size());
    const Tensor scales = load(file.tensors.at("n.0.weight_scale"), "s"), read = load_parameter(file, parameter, "n");
    REQUIRE(scales.size() == parameter.shape[axis]);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const float scale = scales(axis == 0 ? i / 16 : i / 4 % 4);
      CHECK(std::abs(read.data()[i] - values.data()[i]) <= 0.5001F * scale);
    }
    // Each channel uses the whole range: its largest value is 127 steps.
    for (std::size_t c = 0; c < scales.size(); ++c) {
      float largest = 0;
      for (std::size_t i = 0; i < values.size(); ++i)
        if ((axis == 0 ? i / 16 : i / 4 % 4) == c) largest = std::max(largest, std::abs(values.data()[i]));
      CHECK(std::abs(scales(c) * 127.0F - largest) < 1e-5F);
    }
  }
}

TEST_CASE("biases stay F32, and a channel of zeros stays zero") {
  Safetensors file;
  store_parameter(file, {"n.0.bias", {4}}, ramp({4}), DType::i8);
  CHECK(file.tensors.at("n.0.bias").dtype == DType::f32);
  const Parameter weight{"n.0.weight", {2, 3}};
  Tensor values = zeros({2, 3});
  values(1, 2) = 5.0F;
  store_parameter(file, weight, values, DType::i8);
  CHECK(load_parameter(file, weight, "n") == values);
}

TEST_CASE("a quantised model loads, proves itself and takes a quarter of the bytes of F32") {
  const Safetensors file = quantised_gan();
  const Model model = Model::parse(serialize_safetensors(file), "file");
  CHECK(model.storage() == DType::i8);
  CHECK(model.selftest_error() < 1e-5);
  std::size_t numbers = 0, scales = 0;
  for (const auto& [name, tensor] : file.tensors) {
    if (tensor.dtype == DType::i8) numbers += tensor.bytes.size();
    if (name.ends_with("_scale")) ++scales;
  }
  CHECK(numbers > 0);
  CHECK(scales == 3);
}

TEST_CASE("a quantised weight without its scales, with too few, or with one that is no positive number is refused") {
  const std::string weight = "generator.0.weight";
  {
    Safetensors file = quantised_gan();
    file.tensors.erase(scale_name(weight));
    CHECK(contains(quantised_message(file), "\"generator.0.weight_scale\" [24] is missing"));
  }
  {
    Safetensors file = quantised_gan();
    file.tensors[scale_name(weight)] = store(zeros({3}));
    CHECK(contains(quantised_message(file), "expected the shape [24], found [3]"));
  }
  for (const float wrong :
       {0.0F, -1.0F, std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
    Safetensors file = quantised_gan();
    Tensor scales = load(file.tensors.at(scale_name(weight)), "s");
    scales(1) = wrong;
    file.tensors[scale_name(weight)] = store(scales);
    CHECK(contains(quantised_message(file), "a scale must be positive"));
  }
  {  // scales of a weight that is not quantised belong to nothing
    Safetensors file = parse_safetensors(serialize_model(tests::tiny_model("tiny-gan"), DType::f32), "file");
    file.tensors[scale_name(weight)] = store(zeros({24}));
    CHECK(contains(quantised_message(file), "is not part of this model"));
  }
  {  // neither is a bias ever whole numbers
    Safetensors file = quantised_gan();
    StoredTensor& bias = file.tensors.at("generator.0.bias");
    bias = {DType::i8, bias.shape, std::vector<std::uint8_t>(bias.shape[0])};
    CHECK_FALSE(quantised_message(file).empty());
  }
}
