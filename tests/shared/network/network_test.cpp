#include "latentwalk/network.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "latentwalk/latent.hpp"
#include "latentwalk/model.hpp"
#include "latentwalk/rng.hpp"
#include "tests/support/reference.hpp"
#include "tests/support/test_files.hpp"
#include "tests/support/tiny_models.hpp"

using namespace latentwalk;

namespace {

// The largest difference between core and reference over `count` random samples.
double error_against_reference(const NetworkSpec& spec, std::size_t count = 3) {
  const auto weights = tests::random_weights(spec, "n", 21);
  const auto parameter = [&](const std::string& name) { return weights.at(name); };
  const Network network(spec, "n", parameter);
  Shape shape{count};
  shape.insert(shape.end(), spec.input.begin(), spec.input.end());
  Tensor input = zeros(shape);
  Rng rng(22);
  for (float& value : input) value = static_cast<float>(rng.normal());
  const Tensor output = network.forward(input);
  const std::size_t in_size = input.size() / count, out_size = output.size() / count;
  double largest = 0;
  for (std::size_t n = 0; n < count; ++n) {
    const auto expected =
        reference::forward(spec, "n", parameter, {input.data() + n * in_size, input.data() + (n + 1) * in_size});
    REQUIRE(expected.size() == out_size);
    for (std::size_t i = 0; i < out_size; ++i)
      largest = std::max(largest, std::abs(output.data()[n * out_size + i] - expected[i]));
  }
  return largest;
}

}  // namespace

TEST_CASE("a linear layer agrees with its definition at every width near the kernel's tiles") {
  for (std::size_t out : {1, 2, 15, 16, 17, 33, 100})
    for (std::size_t in : {1, 7, 64}) CHECK(error_against_reference({{in}, {Linear{out, out % 2 == 0}}}, 9) < 1e-5);
}

TEST_CASE("a convolution agrees with its definition for every kernel, stride and padding") {
  for (std::size_t kernel = 1; kernel <= 5; ++kernel)
    for (std::size_t stride = 1; stride <= 3; ++stride)
      for (std::size_t padding = 0; padding < kernel; ++padding) {
        const NetworkSpec spec{{3, 7, 6}, {Conv2d{5, kernel, stride, padding, kernel % 2 == 0}}};
        CHECK_MESSAGE(error_against_reference(spec) < 1e-5, kernel, " ", stride, " ", padding);
      }
}

TEST_CASE("a transposed convolution agrees with its definition for every kernel, stride and padding") {
  for (std::size_t kernel = 1; kernel <= 5; ++kernel)
    for (std::size_t stride = 1; stride <= 3; ++stride)
      for (std::size_t padding = 0; padding < kernel; ++padding) {
        if ((4 - 1) * stride + kernel <= 2 * padding) continue;
        const NetworkSpec spec{{3, 5, 4}, {ConvTranspose2d{18, kernel, stride, padding, kernel % 2 == 0}}};
        CHECK_MESSAGE(error_against_reference(spec) < 1e-5, kernel, " ", stride, " ", padding);
      }
}

TEST_CASE("each method of convolution agrees with its definition, at odd sizes and at any part of a batch") {
  // Winograd: kernel 5, stride 1, whole vectors of channels; sizes that cut its tiles of 4 anywhere. Its transforms
  // lose more than other methods do: 3.1e-5 was the largest error seen.
  for (std::size_t size = 6; size <= 13; ++size)
    for (std::size_t padding = 0; padding <= 4; padding += 2) {
      CHECK_MESSAGE(error_against_reference({{16, size, size + 1}, {ConvTranspose2d{32, 5, 1, padding, true}}}) < 5e-5,
                    size);
      if (size + 2 * padding >= 10)
        CHECK_MESSAGE(error_against_reference({{32, size + 1, size}, {Conv2d{16, 5, 1, padding, true}}}) < 5e-5, size);
    }
  // The same for kernel 4 with stride 2, as in Tables 1 and 3; sizes that cut the four images unevenly.
  for (std::size_t size = 6; size <= 11; ++size) {
    CHECK_MESSAGE(error_against_reference({{16, size, size + 1}, {ConvTranspose2d{32, 4, 2, 1, true}}}) < 3e-5, size);
    CHECK_MESSAGE(error_against_reference({{32, size + 6, 2 * size}, {Conv2d{16, 4, 2, 1, true}}}) < 3e-5, size);
  }
  // Few channels on the side that the taps are taken together on.
  for (std::size_t few = 1; few < 8; ++few) {
    CHECK(error_against_reference({{few, 9, 8}, {Conv2d{20, 4, 2, 1, true}}}, 7) < 1e-5);
    CHECK(error_against_reference({{20, 5, 6}, {ConvTranspose2d{few, 4, 2, 1, true}}}, 7) < 1e-5);
  }
  // More samples than a batch, and a last batch that is not full.
  CHECK(error_against_reference({{7}, {Linear{33, true}, Relu{}, Linear{5, false}}}, 131) < 1e-5);
}

TEST_CASE("a network gives the same whatever the number of samples and threads") {
  const ModelFile file = tests::tiny_model("tiny-gan");
  const Model model = Model::parse(serialize_model(file, DType::f32), "tiny-gan");
  const Tensor latents = sample_latents(file.spec, 3, 203);
  const Tensor once = model.decode(latents);
  for (const std::size_t threads : {2, 3, 7}) CHECK(model.decode(latents, {}, threads) == once);
}

TEST_CASE("batch norm agrees with its definition, folded and on its own") {
  CHECK(error_against_reference({{4}, {Linear{6, true}, BatchNorm{}}}) < 1e-5);
  CHECK(error_against_reference({{2, 4, 4}, {Conv2d{6, 3, 1, 1, false}, BatchNorm{1e-3}}}) < 1e-5);
  CHECK(error_against_reference({{2, 4, 4}, {ConvTranspose2d{6, 3, 1, 1, true}, BatchNorm{}}}) < 1e-5);
  CHECK(error_against_reference({{2, 4, 4}, {BatchNorm{}, Relu{}}}) < 1e-5);
  CHECK(error_against_reference({{6}, {Relu{}, BatchNorm{}, BatchNorm{}}}) < 1e-5);
}

TEST_CASE("pooling, activations and changes of shape agree with their definitions") {
  CHECK(error_against_reference({{3, 7, 5}, {MaxPool2d{2, 2}}}) < 1e-6);
  CHECK(error_against_reference({{3, 7, 5}, {MaxPool2d{3, 1}}}) < 1e-6);
  for (const Layer& layer : std::vector<Layer>{Relu{}, LeakyRelu{0.3}, Tanh{}, Sigmoid{}})
    CHECK(error_against_reference({{3, 4, 5}, {layer}}) < 1e-6);
  CHECK(error_against_reference({{24}, {Reshape{{4, 2, 3}}, Conv2d{3, 2, 1, 0, true}, Flatten{}, Linear{4, true}}}) <
        1e-5);
  CHECK(error_against_reference({{2, 3, 4}, {Reshape{{4, 3, 2}}, Flatten{}, Reshape{{1, 6, 4}}}}) < 1e-6);
}

TEST_CASE("a batch gives what its samples give one by one") {
  const NetworkSpec spec = tests::tiny_model("tiny-gan").spec.networks.at("generator");
  const auto weights = tests::random_weights(spec, "n", 3);
  const Network network(spec, "n", [&](const std::string& name) { return weights.at(name); });
  Tensor batch = zeros({13, 6});
  Rng rng(4);
  for (float& value : batch) value = static_cast<float>(rng.normal());
  const Tensor together = network.forward(batch);
  for (std::size_t n = 0; n < 13; ++n) {
    Tensor one = zeros({1, 6});
    std::copy_n(batch.data() + n * 6, 6, one.data());
    const Tensor alone = network.forward(one);
    for (std::size_t i = 0; i < alone.size(); ++i)
      CHECK(std::abs(alone.data()[i] - together.data()[n * alone.size() + i]) < 1e-6);
  }
}

TEST_CASE("a wrong input shape and a negative variance are refused") {
  const NetworkSpec spec{{4}, {Linear{2, true}, BatchNorm{}}};
  auto weights = tests::random_weights(spec, "n", 3);
  const auto parameter = [&](const std::string& name) { return weights.at(name); };
  const Network network(spec, "n", parameter);
  CHECK(tests::contains(tests::message_of([&] {
                          network.forward(zeros({2, 5}));
                        }),
                        "expected an input of N x [4], found [2, 5]"));
  CHECK_FALSE(tests::message_of([&] { network.forward(zeros({0, 4})); }).empty());
  weights.at("n.1.running_var")(1) = -0.5F;
  CHECK(tests::contains(tests::message_of([&] { Network(spec, "n", parameter); }),
                        "n.1.running_var: a variance must not be negative"));
}
