// The core's layers with their gradients against LibTorch's, over the sizes where an index could go wrong.
#include "tests/support/parity.hpp"
#include "tests/support/torch_doctest.hpp"
#include "training/layers/trainable.hpp"

using namespace latentwalk;

namespace {

double relative_difference(const float* found, const torch::Tensor& expected) {
  const torch::Tensor flat = expected.detach().contiguous().reshape({-1});
  const auto size = flat.numel();
  const torch::Tensor ours = torch::from_blob(const_cast<float*>(found), {size}).clone();
  return ((ours - flat).abs().max() / flat.abs().max().clamp_min(1e-30)).item<double>();
}

// The largest relative difference of the output, of the input's gradient and of each parameter's.
double gradient_error(const Shape& input, std::vector<Layer> layers, std::int64_t count = 3) {
  torch::manual_seed(5);
  const NetworkSpec spec{input, std::move(layers)};
  TorchNetwork theirs(spec, "net");
  TrainableNetwork ours(spec, "net", {static_cast<std::size_t>(count), 1});
  std::map<std::string, torch::Tensor> tensors;
  for (const auto& [name, value] : theirs.tensors()) tensors[name] = value;
  ours.for_each_tensor([&](const Parameter& p, bool statistics, const TrainableNetwork::Place& place) {
    const Tensor value = core_tensor(tensors.at(p.name));
    float* const to = statistics ? ours.statistics() : ours.parameters();
    for (std::size_t i = 0; i < value.size(); ++i) to[place(i)] = value.data()[i];
  });
  ours.prepare(1);

  torch::Tensor x = torch::randn(batch_shape(count, input)).requires_grad_(true);
  const torch::Tensor y = theirs.forward(x, true), factors = torch::randn_like(y);
  (y * factors).sum().backward();
  std::copy_n(x.data_ptr<float>(), x.numel(), ours.input(0));
  ours.forward(0, 1, 1);
  std::copy_n(factors.data_ptr<float>(), factors.numel(), ours.output_gradient(0));
  std::vector<float> gradient(ours.parameter_size());
  ours.backward(0, 1, 1, gradient.data(), true);

  double largest =
      std::max(relative_difference(ours.output(0), y), relative_difference(ours.input_gradient(0), x.grad()));
  ours.for_each_tensor([&](const Parameter& p, bool statistics, const TrainableNetwork::Place& place) {
    if (statistics) return;
    std::vector<float> values(element_count(p.shape));
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = gradient[place(i)];
    largest = std::max(largest, relative_difference(values.data(), tensors.at(p.name).grad()));
  });
  return largest;
}

}  // namespace

TEST_CASE("gradients of linear layers are LibTorch's") {
  CHECK(gradient_error({17}, {Linear{33}}) <= kParityTolerance);
  CHECK(gradient_error({784}, {Linear{512, false}}, 65) <= kParityTolerance);
}

TEST_CASE("gradients of convolutions are LibTorch's") {
  for (const std::size_t kernel : {1, 2, 3, 4, 5})
    for (const std::size_t stride : {1, 2, 3})
      for (const std::size_t padding : {0, 1, 2}) {
        CAPTURE(kernel);
        CAPTURE(stride);
        CAPTURE(padding);
        CHECK(gradient_error({3, 9, 11}, {Conv2d{5, kernel, stride, padding, true}}) <= kParityTolerance);
        if (2 * padding < kernel)
          CHECK(gradient_error({3, 5, 7}, {ConvTranspose2d{4, kernel, stride, padding, true}}) <= kParityTolerance);
      }
  CHECK(gradient_error({32, 14, 14}, {Conv2d{64, 4, 2, 1, false}}) <= kParityTolerance);
  CHECK(gradient_error({64, 7, 7}, {ConvTranspose2d{32, 4, 2, 1, false}}) <= kParityTolerance);
  CHECK(gradient_error({32, 7, 7}, {ConvTranspose2d{16, 5, 1, 2, false}}) <= kParityTolerance);
  CHECK(gradient_error({100, 1, 1}, {ConvTranspose2d{64, 3, 1, 0, false}}) <= kParityTolerance);
}

TEST_CASE("gradients of batch norm are LibTorch's, with odd batches") {
  for (const std::int64_t count : {5, 33, 127}) {
    CHECK(gradient_error({6, 5, 4}, {BatchNorm{}}, count) <= kParityTolerance);
    CHECK(gradient_error({12}, {Linear{19, false}, BatchNorm{}, Relu{}, Linear{5}}, count) <= kParityTolerance);
    CHECK(gradient_error({2, 6, 6}, {Conv2d{4, 3, 1, 1, false}, BatchNorm{}, LeakyRelu{}}, count) <= kParityTolerance);
  }
}

TEST_CASE("gradients of pooling, activations and views are LibTorch's") {
  CHECK(gradient_error({3, 7, 9}, {MaxPool2d{3, 2}}) <= kParityTolerance);
  CHECK(gradient_error({40}, {Linear{50}, Tanh{}, Linear{3}, Sigmoid{}}) <= kParityTolerance);
  CHECK(gradient_error({24}, {Linear{24}, Relu{}, Reshape{{2, 3, 4}}, Conv2d{3, 3, 1, 1, true}, Flatten{},
                              Linear{5}}) <= kParityTolerance);
}
