// Every kind of layer at made-up shapes, odd ones above all, against the plain reference in double precision.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "latentwalk/float16.hpp"
#include "latentwalk/network.hpp"
#include "latentwalk/rng.hpp"
#include "tests/support/reference.hpp"
#include "tests/support/tiny_models.hpp"

using namespace latentwalk;

namespace {

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : rng_(seed) {}
  std::size_t between(std::size_t low, std::size_t high) {
    return low + std::min(high - low, static_cast<std::size_t>(rng_.uniform() * static_cast<double>(high - low + 1)));
  }
  // Near the widths of vectors, panels and tiles as often as anywhere.
  std::size_t channels() {
    constexpr std::size_t kEdges[] = {1, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 48};
    return between(0, 1) == 0 ? kEdges[between(0, std::size(kEdges) - 1)] : between(1, 40);
  }
  double normal() { return rng_.normal(); }

 private:
  Rng rng_;
};

struct Window {
  std::size_t out, kernel, stride, padding;
  bool bias;
};
Window draw_window(Draw& draw) {
  Window w{draw.channels(), draw.between(1, 6), draw.between(1, 3), 0, draw.between(0, 1) == 0};
  w.padding = draw.between(0, w.kernel - 1);
  return w;
}

// A layer that its input allows.
Layer draw_layer(Draw& draw, const Shape& in) {
  const bool image = in.size() == 3;
  for (;;) {
    const Window w = draw_window(draw);
    switch (draw.between(0, 9)) {
      case 0:
        if (image) break;
        return Linear{w.out, w.bias};
      case 1:
        if (!image || in[1] + 2 * w.padding < w.kernel || in[2] + 2 * w.padding < w.kernel) break;
        return Conv2d{w.out, w.kernel, w.stride, w.padding, w.bias};
      case 2:
        if (!image || (std::min(in[1], in[2]) - 1) * w.stride + w.kernel <= 2 * w.padding) break;
        return ConvTranspose2d{w.out, w.kernel, w.stride, w.padding, w.bias};
      case 3:
        if (!image || std::min(in[1], in[2]) < w.kernel) break;
        return MaxPool2d{w.kernel, w.stride};
      case 4:
        return BatchNorm{};
      case 5:
        return Relu{};
      case 6:
        return LeakyRelu{0.1};
      case 7:
        return draw.between(0, 1) == 0 ? Layer{Tanh{}} : Layer{Sigmoid{}};
      case 8:
        if (!image) break;
        return Flatten{};
      default:
        if (image || in[0] % 2 != 0) break;
        return Reshape{{2, 1, in[0] / 2}};
    }
  }
}

// The largest difference between the activations of one sample and what the plain reference gives for the network that
// ends with each layer.
double activation_error(const Network& network, const NetworkSpec& spec, const std::vector<float>& input,
                        const std::function<Tensor(const std::string&)>& parameter) {
  std::vector<std::size_t> layers;
  for (const Network::LayerOutput& output : network.layer_outputs()) layers.push_back(output.layer);
  const std::vector<float> found = network.activations({input.data()}, layers);
  double error = 0, largest = 1;
  std::size_t at = 0;
  for (const std::size_t layer : layers) {
    const auto end = spec.layers.begin() + static_cast<std::ptrdiff_t>(layer) + 1;
    const std::vector<double> expected_values =
        reference::forward({spec.input, {spec.layers.begin(), end}}, "n", parameter, {input.begin(), input.end()});
    for (const double expected : expected_values) {
      REQUIRE(at < found.size());
      error = std::max(error, std::abs(expected - found[at++]));
      largest = std::max(largest, std::abs(expected));
    }
  }
  CHECK(at == found.size());
  return error / largest;
}

}  // namespace

TEST_CASE("networks of made-up layers and shapes give what the plain reference gives") {
  Draw draw(31);
  std::size_t layers_seen[11] = {};
  for (int round = 0; round < 300; ++round) {
    NetworkSpec spec;
    spec.input = draw.between(0, 3) == 0 ? Shape{draw.channels() * 2}
                                         : Shape{draw.channels(), draw.between(1, 9), draw.between(1, 9)};
    for (std::size_t depth = draw.between(1, 3); depth > 0; --depth) {
      const Shape in = layer_shapes(spec, "n").back();
      if (element_count(in) > 8000) break;
      spec.layers.push_back(draw_layer(draw, in));
      ++layers_seen[spec.layers.back().index()];
    }
    auto weights = tests::random_weights(spec, "n", static_cast<std::uint64_t>(round));
    // Every other time as an F16 file has them: the kernels may then keep them so.
    if (round % 2 == 1)
      for (auto& [name, tensor] : weights)
        for (float& value : tensor) value = float_from_float16(float16_from_float(value));
    const auto parameter = [&](const std::string& name) { return weights.at(name); };
    const Network network(spec, "n", parameter);
    const std::size_t count = draw.between(1, 5), in_size = element_count(spec.input), out_size = network.output_size();
    std::vector<float> input(count * in_size), output(count * out_size);
    for (float& value : input) value = static_cast<float>(draw.normal());
    network.forward({input.data()}, count, output.data());
    double error = 0, largest = 1;
    for (std::size_t n = 0; n < count; ++n) {
      const auto expected = reference::forward(spec, "n", parameter,
                                               {input.begin() + static_cast<std::ptrdiff_t>(n * in_size),
                                                input.begin() + static_cast<std::ptrdiff_t>((n + 1) * in_size)});
      REQUIRE(expected.size() == out_size);
      for (std::size_t i = 0; i < out_size; ++i) {
        error = std::max(error, std::abs(expected[i] - output[n * out_size + i]));
        largest = std::max(largest, std::abs(expected[i]));
      }
    }
    input.resize(in_size);
    CHECK(activation_error(network, spec, input, parameter) <= 2e-5);
    std::string text = shape_text(spec.input);
    for (const Layer& layer : spec.layers) text += std::string(" ") + layer_type(layer);
    CHECK_MESSAGE(error <= 2e-5 * largest, text, ": ", error, " of ", largest, " (round ", round, ")");
  }
  for (const std::size_t seen : layers_seen) CHECK(seen > 3);
}

TEST_CASE("a weight of each value that F16 has is multiplied as it is, in one sample and in several") {
  std::vector<float> values;
  for (std::uint32_t bits = 0; bits < 0x10000U; ++bits)
    if ((bits & 0x7C00U) != 0x7C00U) values.push_back(float_from_float16(static_cast<std::uint16_t>(bits)));
  NetworkSpec spec;
  spec.input = {1};
  spec.layers = {Linear{values.size(), false}};
  const Network network(spec, "n", [&](const std::string&) {
    Tensor weight = zeros({values.size(), 1});
    std::copy(values.begin(), values.end(), weight.begin());
    return weight;
  });
  for (const std::size_t count : {std::size_t{1}, std::size_t{7}}) {
    const std::vector<float> input(count, 0.5F);
    std::vector<float> output(count * values.size());
    network.forward({input.data()}, count, output.data());
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < output.size(); ++i) wrong += output[i] != 0.5F * values[i % values.size()];
    CHECK(wrong == 0);
  }
}

TEST_CASE("a linear layer between a flatten and a reshape takes and gives images, rectified on the way") {
  NetworkSpec spec;
  spec.input = {3, 12, 12};
  spec.layers = {Conv2d{16, 4, 2, 1, true},
                 LeakyRelu{0.2},
                 Conv2d{16, 3, 1, 1, true},
                 Relu{},
                 Flatten{},
                 Linear{2 * 6 * 7, true},
                 LeakyRelu{0.3},
                 Reshape{{2, 6, 7}},
                 ConvTranspose2d{16, 1, 2, 0, true},
                 Relu{},
                 Conv2d{16, 5, 1, 2, true},
                 LeakyRelu{0.1},
                 ConvTranspose2d{1, 4, 2, 1, true},
                 LeakyRelu{0.5}};
  const auto weights = tests::random_weights(spec, "n", 3);
  const auto parameter = [&](const std::string& name) { return weights.at(name); };
  const Network network(spec, "n", parameter);
  Draw draw(5);
  std::vector<float> input(2 * element_count(spec.input)), output(2 * network.output_size());
  for (float& value : input) value = static_cast<float>(draw.normal());
  network.forward({input.data()}, 2, output.data());
  const auto second = static_cast<std::ptrdiff_t>(element_count(spec.input));
  const auto expected = reference::forward(spec, "n", parameter, {input.begin() + second, input.end()});
  double error = 0, largest = 1;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    error = std::max(error, std::abs(expected[i] - output[network.output_size() + i]));
    largest = std::max(largest, std::abs(expected[i]));
  }
  CHECK(error <= 2e-5 * largest);
}
