// Layers forward against their definitions, and their gradients against central differences, both in double precision.
#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <vector>

#include "latentwalk/spec_json.hpp"
#include "tests/support/reference.hpp"
#include "tests/support/tiny_models.hpp"
#include "training/layers/trainable.hpp"

using namespace latentwalk;

namespace {

using Values = std::vector<double>;
// Small, so that few rectifiers change sides. Rounding does not matter: the true distance divides.
constexpr double kStep = 1e-5;

using Weights = std::map<std::string, Tensor>;

// Batch norm with the statistics of one group, and layer by layer everything else.
std::vector<Values> forward_group(const NetworkSpec& spec, const Weights& weights, std::vector<Values> samples) {
  const std::vector<Shape> shapes = layer_shapes(spec, "n");
  for (std::size_t i = 0; i < spec.layers.size(); ++i) {
    const auto parameter = [&](const std::string& name) {
      return weights.at("n." + std::to_string(i) + name.substr(3));  // "n.0.weight"
    };
    if (const auto* norm = std::get_if<BatchNorm>(&spec.layers[i])) {
      const std::size_t channels = shapes[i][0], pixels = element_count(shapes[i]) / channels;
      const double count = static_cast<double>(pixels * samples.size());
      for (std::size_t c = 0; c < channels; ++c) {
        double mean = 0, variance = 0;
        const auto each = [&](auto visit) {
          for (Values& sample : samples)
            for (std::size_t p = 0; p < pixels; ++p) visit(sample[c * pixels + p]);
        };
        each([&](double value) { mean += value / count; });
        each([&](double value) { variance += (value - mean) * (value - mean) / count; });
        each([&](double& value) {
          value = (value - mean) / std::sqrt(variance + norm->eps) * parameter("n.0.weight")(c) +
                  static_cast<double>(parameter("n.0.bias")(c));
        });
      }
      continue;
    }
    for (Values& sample : samples)
      sample = reference::forward({shapes[i], {spec.layers[i]}}, "n", parameter, std::move(sample));
  }
  return samples;
}

// A network with random weights and inputs, and a loss: the sum of all outputs, each times a random factor.
struct Trial {
  NetworkSpec spec;
  GroupSizes sizes;
  TrainableNetwork network{spec, "n", sizes};
  Weights weights = tests::random_weights(spec, "n", 31);
  std::vector<Values> inputs, factors;  // of each sample

  Trial(NetworkSpec the_spec, GroupSizes the_sizes) : spec(std::move(the_spec)), sizes(the_sizes) {
    network.for_each_tensor([&](const Parameter& p, bool statistics, const TrainableNetwork::Place& place) {
      float* const to = statistics ? network.statistics() : network.parameters();
      for (std::size_t i = 0; i < element_count(p.shape); ++i) to[place(i)] = weights.at(p.name).data()[i];
    });
    network.prepare(1);
    Rng rng(32);
    for (std::size_t n = 0; n < sizes.samples * sizes.groups; ++n) {
      inputs.emplace_back();
      factors.emplace_back();
      for (std::size_t i = 0; i < network.input_size(); ++i) {
        const float value = static_cast<float>(rng.normal());
        inputs.back().push_back(static_cast<double>(value));
        network.input(0)[n * network.input_size() + i] = value;
      }
      for (std::size_t i = 0; i < network.output_size(); ++i)
        factors.back().push_back(static_cast<double>(static_cast<float>(rng.normal())));
    }
  }

  double loss() const {
    double sum = 0;
    for (std::size_t g = 0; g < sizes.groups; ++g) {
      const auto first = inputs.begin() + static_cast<std::ptrdiff_t>(g * sizes.samples);
      const auto outputs = forward_group(spec, weights, {first, first + static_cast<std::ptrdiff_t>(sizes.samples)});
      for (std::size_t n = 0; n < sizes.samples; ++n)
        for (std::size_t i = 0; i < outputs[n].size(); ++i) sum += outputs[n][i] * factors[g * sizes.samples + n][i];
    }
    return sum;
  }

  // (loss(value + h) - loss(value - h)) / 2h
  template <class Value>
  double slope(Value& value) {
    const Value before = value;
    value = static_cast<Value>(before + static_cast<Value>(kStep));
    const double above = static_cast<double>(value), high = loss();
    value = static_cast<Value>(before - static_cast<Value>(kStep));
    const double below = static_cast<double>(value), low = loss();
    value = before;
    return (high - low) / (above - below);
  }
};

struct Errors {
  double output = 0, parameters = 0, input = 0;  // the largest difference, relative to the largest value
};

Errors errors_of(const NetworkSpec& spec, GroupSizes sizes = {3, 2}) {
  Trial trial(spec, sizes);
  TrainableNetwork& network = trial.network;
  network.forward(0, sizes.groups, 1);
  double output_error = 0, output_scale = 0;
  for (std::size_t g = 0; g < sizes.groups; ++g) {
    const auto first = trial.inputs.begin() + static_cast<std::ptrdiff_t>(g * sizes.samples);
    const auto expected =
        forward_group(spec, trial.weights, {first, first + static_cast<std::ptrdiff_t>(sizes.samples)});
    for (std::size_t n = 0; n < sizes.samples; ++n)
      for (std::size_t i = 0; i < network.output_size(); ++i) {
        const std::size_t at = n * network.output_size() + i;
        output_error = std::max(output_error, std::abs(static_cast<double>(network.output(g)[at]) - expected[n][i]));
        output_scale = std::max(output_scale, std::abs(expected[n][i]));
        network.output_gradient(g)[at] = static_cast<float>(trial.factors[g * sizes.samples + n][i]);
      }
  }
  std::vector<float> gradient(network.parameter_size());
  network.backward(0, sizes.groups, 1, gradient.data(), true);
  double error = 0, scale = 1e-30, input_error = 0, input_scale = 1e-30;
  Rng rng(33);
  network.for_each_tensor([&](const Parameter& p, bool statistics, const TrainableNetwork::Place& place) {
    if (statistics) return;
    Tensor& tensor = trial.weights.at(p.name);
    for (int i = 0; i < 12; ++i) {
      const std::size_t element = rng.below(tensor.size());
      const double expected = trial.slope(tensor.data()[element]);
      error = std::max(error, std::abs(static_cast<double>(gradient[place(element)]) - expected));
      scale = std::max(scale, std::abs(expected));
    }
  });
  for (int i = 0; i < 20; ++i) {
    const std::size_t n = rng.below(trial.inputs.size()), element = rng.below(network.input_size());
    const double expected = trial.slope(trial.inputs[n][element]);
    const float found = network.input_gradient(0)[n * network.input_size() + element];
    input_error = std::max(input_error, std::abs(static_cast<double>(found) - expected));
    input_scale = std::max(input_scale, std::abs(expected));
  }
  return {output_error / std::max(output_scale, 1e-30), error / scale, input_error / input_scale};
}

void check(const NetworkSpec& spec, GroupSizes sizes = {3, 2}, double tolerance = 2e-5) {
  const Errors errors = errors_of(spec, sizes);
  INFO(network_spec_json(spec).dump());
  CHECK(errors.output < 1e-5);
  CHECK(errors.parameters < tolerance);
  CHECK(errors.input < tolerance);
}

}  // namespace

TEST_CASE("a linear layer and its gradients agree with their definitions at odd sizes and batches") {
  for (const std::size_t in : {1, 7, 33})
    for (const std::size_t out : {1, 15, 17, 40}) check({{in}, {Linear{out, out % 2 == 0}}}, {5, 3});
  check({{12}, {Linear{20}}}, {600, 4});  // too many rows for one product over all groups
}

TEST_CASE("a convolution and its gradients agree with their definitions for every kernel, stride and padding") {
  for (std::size_t kernel = 1; kernel <= 5; ++kernel)
    for (std::size_t stride = 1; stride <= 3; ++stride)
      for (std::size_t padding = 0; padding < kernel; ++padding)
        check({{3, 7, 6}, {Conv2d{5, kernel, stride, padding, kernel % 2 == 0}}});
  check({{17, 5, 5}, {Conv2d{18, 5, 1, 0}}});  // a dense window
  check({{16, 9, 8}, {Conv2d{16, 4, 2, 1}}});
}

TEST_CASE("convolutions by Winograd's method and their gradients agree with their definitions") {
  check({{16, 12, 14}, {Conv2d{32, 4, 2, 1}, LeakyRelu{0.2}}}, {9, 2}, 1e-4);  // more samples than one run takes
  check({{32, 6, 7}, {ConvTranspose2d{16, 4, 2, 1}, LeakyRelu{0.2}}}, {2, 1}, 1e-4);
  check({{16, 7, 6}, {Conv2d{16, 5, 1, 2}}}, {2, 1}, 1e-4);
  check({{16, 7, 6}, {ConvTranspose2d{32, 5, 1, 2}}}, {2, 1}, 1e-4);
}

TEST_CASE(
    "a transposed convolution and its gradients agree with their definitions for every kernel, stride and padding") {
  for (std::size_t kernel = 1; kernel <= 5; ++kernel)
    for (std::size_t stride = 1; stride <= 3; ++stride)
      for (std::size_t padding = 0; 2 * padding < kernel + 3 * stride; ++padding)
        check({{3, 4, 5}, {ConvTranspose2d{5, kernel, stride, padding, kernel % 2 == 0}}});
  check({{20, 1, 1}, {ConvTranspose2d{9, 3, 1, 0}}});
}

TEST_CASE("batch norm and its gradients agree with their definitions, with the statistics of each group") {
  for (const std::size_t samples : {3, 5, 33}) {
    check({{6}, {BatchNorm{}}}, {samples, 2}, 2e-4);
    check({{3, 3, 5}, {BatchNorm{1e-3}}}, {samples, 2}, 2e-4);
    check({{140}, {Linear{133}, BatchNorm{}}}, {samples, 1}, 1e-3);
  }
}

TEST_CASE("activations, pooling and views and their gradients agree with their definitions") {
  for (const Layer& layer : std::initializer_list<Layer>{Relu{}, LeakyRelu{0.3}, Tanh{}, Sigmoid{}}) {
    check({{37}, {layer}}, {3, 2}, 1e-4);
    check({{3, 5, 4}, {Conv2d{4, 3, 1, 1}, layer, Tanh{}}}, {3, 2}, 1e-4);
  }
  check({{3, 9, 8}, {MaxPool2d{2, 2}}});
  check({{3, 9, 8}, {MaxPool2d{3, 2}, Tanh{}}}, {3, 2}, 1e-4);
  check({{24}, {Reshape{{2, 3, 4}}, Conv2d{3, 3, 1, 1}, Flatten{}, Linear{5}}});
  check({{7}, {Linear{24}, BatchNorm{}, LeakyRelu{0.1}, Reshape{{2, 3, 4}}, Conv2d{3, 3, 1, 1}, Flatten{}}}, {4, 2},
        1e-3);
  check({{2, 3, 4}, {Flatten{}, Tanh{}, Reshape{{3, 4, 2}}, Conv2d{2, 2, 1, 0}}}, {3, 2}, 1e-4);
  check({{2, 3, 4}, {Flatten{}, BatchNorm{}, Linear{4}}}, {4, 2}, 1e-3);
}

TEST_CASE("chunks of the groups on several threads give the same bits as one thread") {
  const NetworkSpec spec{{3, 8, 8}, {Conv2d{6, 3, 1, 1}, BatchNorm{}, Relu{}, Flatten{}, Linear{19}}};
  Trial one(spec, {3, 8}), many(spec, {3, 8});
  std::vector<float> gradients[2];
  for (Trial* trial : {&one, &many}) {
    TrainableNetwork& network = trial->network;
    const std::size_t threads = trial == &one ? 1 : 3;
    network.forward(0, 8, threads);
    std::copy_n(network.output(0), network.output_size() * 24, network.output_gradient(0));
    gradients[trial == &many].resize(network.parameter_size());
    network.backward(0, 8, threads, gradients[trial == &many].data(), true);
  }
  CHECK(gradients[0] == gradients[1]);
  CHECK(std::equal(one.network.input_gradient(0), one.network.input_gradient(0) + 24 * 192,
                   many.network.input_gradient(0)));
}
