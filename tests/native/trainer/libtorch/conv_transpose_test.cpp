// The fast transposed convolution: values and both gradients against double precision.
#include "trainer/libtorch/conv_transpose.hpp"

#include "tests/support/torch_doctest.hpp"
#include "trainer/libtorch/autocast.hpp"

using namespace latentwalk;

namespace {

struct Case {
  std::int64_t in, out, kernel, stride, padding, height, width;
};

/// Relative to the largest value.
double error(const torch::Tensor& found, const torch::Tensor& expected) {
  if (found.sizes() != expected.sizes()) return 1e9;
  return ((found.to(torch::kFloat64) - expected).abs().max() / expected.abs().max()).item<double>();
}

struct Gradients {
  torch::Tensor y, x, weight, bias;
};

Gradients run(const Case& c, const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias,
              const torch::Tensor& gradient, torch::ScalarType type, ConvTransposePath path) {
  const auto leaf = [&](const torch::Tensor& t) { return t.to(type).clone().requires_grad_(true); };
  const auto xl = leaf(x), wl = leaf(weight), bl = leaf(bias);
  const auto y = conv_transpose2d(xl, wl, bl, c.stride, c.padding, path);
  y.backward(gradient.to(type));
  return {y.detach(), xl.grad(), wl.grad(), bl.grad()};
}

}  // namespace

TEST_CASE("the fast transposed convolution and its gradients agree with double precision") {
  // The five layers of the paper's Table 1, then shapes that are not square and strides that leave a remainder.
  const std::vector<Case> cases{{100, 512, 3, 1, 0, 1, 1}, {512, 256, 3, 2, 0, 3, 3}, {256, 128, 5, 1, 2, 7, 7},
                                {128, 64, 4, 2, 1, 7, 7},  {64, 1, 4, 2, 1, 14, 14},  {3, 5, 3, 3, 1, 4, 6},
                                {1, 1, 1, 1, 0, 2, 3},     {7, 2, 5, 2, 2, 5, 3}};
  torch::manual_seed(1);
  for (const Case& c : cases) {
    CAPTURE(c.in);
    CAPTURE(c.out);
    const auto x = torch::randn({4, c.in, c.height, c.width});
    const auto weight = torch::randn({c.in, c.out, c.kernel, c.kernel}), bias = torch::randn({c.out});
    const auto side = [&](std::int64_t size) { return (size - 1) * c.stride - 2 * c.padding + c.kernel; };
    const auto gradient = torch::randn({4, c.out, side(c.height), side(c.width)});
    const Gradients exact = run(c, x, weight, bias, gradient, torch::kFloat64, ConvTransposePath::stock);
    const Gradients ours = run(c, x, weight, bias, gradient, torch::kFloat32, ConvTransposePath::gradient);
    CHECK(error(ours.y, exact.y) < 1e-5);
    CHECK(error(ours.x, exact.x) < 1e-5);
    CHECK(error(ours.weight, exact.weight) < 1e-5);
    CHECK(error(ours.bias, exact.bias) < 1e-5);
  }
}

TEST_CASE("under autocast it is computed in bfloat16, and its gradients are floats as close as eight bits allow") {
  const Case c{64, 32, 4, 2, 1, 7, 7};
  torch::manual_seed(1);
  const auto x = torch::randn({4, c.in, c.height, c.width});
  const auto weight = torch::randn({c.in, c.out, c.kernel, c.kernel}), bias = torch::randn({c.out});
  const auto gradient = torch::randn({4, c.out, 14, 14});
  const Gradients exact = run(c, x, weight, bias, gradient, torch::kFloat64, ConvTransposePath::stock);
  const auto leaf = [](const torch::Tensor& t) { return t.clone().requires_grad_(true); };
  const auto xl = leaf(x), wl = leaf(weight), bl = leaf(bias);
  torch::Tensor y;
  {
    const Autocast autocast(true, torch::kCPU);
    y = conv_transpose2d(xl, wl, bl, c.stride, c.padding);
  }
  CHECK((y.scalar_type() == torch::kBFloat16));
  y.backward(gradient.to(torch::kBFloat16));
  CHECK(error(y.detach(), exact.y) < 0.01);
  CHECK(error(xl.grad(), exact.x) < 0.01);
  CHECK(error(wl.grad(), exact.weight) < 0.01);
  CHECK(error(bl.grad(), exact.bias) < 0.01);
  for (const torch::Tensor& t : {xl, wl, bl}) CHECK((t.grad().scalar_type() == torch::kFloat32));
}

TEST_CASE("a frozen weight gets no gradient and lets the input's through") {
  const auto x = torch::randn({2, 3, 4, 4}).requires_grad_(true);
  const auto weight = torch::randn({3, 2, 3, 3});
  conv_transpose2d(x, weight, {}, 2, 1).sum().backward();
  CHECK(x.grad().defined());
  CHECK_FALSE(weight.grad().defined());
}
