// Every layer type in the core against LibTorch, over the sizes where an index could go wrong.
#include "tests/support/parity.hpp"
#include "tests/support/torch_doctest.hpp"

using namespace latentwalk;

namespace {

double layer_error(const Shape& input, std::vector<Layer> layers, std::int64_t count = 3) {
  torch::manual_seed(5);
  TorchNetwork network(NetworkSpec{input, std::move(layers)}, "net");
  disturb_statistics(network);
  return parity_error(network, count);
}

}  // namespace

TEST_CASE("a linear layer gives what LibTorch gives") {
  CHECK(layer_error({1}, {Linear{1}}) <= kParityTolerance);
  CHECK(layer_error({17}, {Linear{33}}) <= kParityTolerance);
  CHECK(layer_error({784}, {Linear{512, false}}, 65) <= kParityTolerance);
}

TEST_CASE("a convolution gives what LibTorch gives") {
  for (const std::size_t kernel : {1, 2, 3, 4, 5}) {
    for (const std::size_t stride : {1, 2, 3}) {
      for (const std::size_t padding : {0, 1, 2}) {
        CAPTURE(kernel);
        CAPTURE(stride);
        CAPTURE(padding);
        CHECK(layer_error({3, 9, 11}, {Conv2d{5, kernel, stride, padding, true}}) <= kParityTolerance);
      }
    }
  }
  CHECK(layer_error({1, 28, 28}, {Conv2d{64, 4, 2, 1, false}}) <= kParityTolerance);
}

TEST_CASE("a transposed convolution gives what LibTorch gives") {
  for (const std::size_t kernel : {2, 3, 4, 5}) {
    for (const std::size_t stride : {1, 2, 3}) {
      for (const std::size_t padding : {0, 1}) {
        CAPTURE(kernel);
        CAPTURE(stride);
        CAPTURE(padding);
        CHECK(layer_error({3, 5, 7}, {ConvTranspose2d{4, kernel, stride, padding, true}}) <= kParityTolerance);
      }
    }
  }
  CHECK(layer_error({100, 1, 1}, {ConvTranspose2d{512, 3, 1, 0, false}}) <= kParityTolerance);
}

TEST_CASE("batch norm gives what LibTorch gives, on images and on vectors, with every layer before it") {
  CHECK(layer_error({6, 5, 4}, {BatchNorm{}}) <= kParityTolerance);
  CHECK(layer_error({12}, {BatchNorm{1e-3}}) <= kParityTolerance);
  CHECK(layer_error({12}, {Linear{9}, BatchNorm{}}) <= kParityTolerance);
  CHECK(layer_error({2, 6, 6}, {Conv2d{4, 3, 1, 1, false}, BatchNorm{}}) <= kParityTolerance);
  CHECK(layer_error({2, 6, 6}, {ConvTranspose2d{4, 3, 2, 1, true}, BatchNorm{}}) <= kParityTolerance);
  CHECK(layer_error({2, 6, 6}, {Relu{}, BatchNorm{}}) <= kParityTolerance);
}

TEST_CASE("max pooling gives what LibTorch gives") {
  CHECK(layer_error({3, 8, 8}, {MaxPool2d{2, 2}}) == 0.0);
  CHECK(layer_error({3, 7, 9}, {MaxPool2d{3, 2}}) == 0.0);
}

TEST_CASE("activations give what LibTorch gives") {
  CHECK(layer_error({1000}, {Relu{}}) == 0.0);
  CHECK(layer_error({1000}, {LeakyRelu{0.2}}) <= 1e-7);
  CHECK(layer_error({1000}, {Tanh{}}) <= 1e-6);
  CHECK(layer_error({1000}, {Sigmoid{}}) <= 1e-6);
}

TEST_CASE("reshape and flatten keep LibTorch's order") {
  CHECK(layer_error({24}, {Reshape{{2, 3, 4}}}) == 0.0);
  CHECK(layer_error({2, 3, 4}, {Flatten{}}) == 0.0);
  CHECK(layer_error({24}, {Reshape{{2, 3, 4}}, Conv2d{3, 3, 1, 1, true}, Flatten{}, Linear{5}}) <= kParityTolerance);
}
