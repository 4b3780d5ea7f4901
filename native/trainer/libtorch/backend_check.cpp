#include "trainer/libtorch/backend_check.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <sstream>
#include <tuple>
#include <vector>

#include "latentwalk/error.hpp"
#include "latentwalk/rng.hpp"
#include "trainer/libtorch/conv_transpose.hpp"

namespace latentwalk {
namespace {

constexpr std::int64_t kCount = 2;  // samples

/// y = convolution of x (N, in, …) with w (out, in, kernel, kernel). A matrix product is a convolution of size 1 x 1.
struct Problem {
  std::int64_t in = 1, out = 1, kernel = 1, stride = 1, padding = 0, in_height = 1, in_width = 1;
  bool transposed = false, linear = false;
  std::int64_t out_size(std::int64_t size) const { return (size + 2 * padding - kernel) / stride + 1; }
  bool operator==(const Problem&) const = default;
};

std::string describe(const Problem& p) {
  std::ostringstream text;
  text << (p.linear ? "linear " : p.transposed ? "transposed convolution " : "convolution ");
  const auto [from, to] = p.transposed ? std::pair{p.out, p.in} : std::pair{p.in, p.out};
  text << from << " -> " << to;
  if (!p.linear) text << ", kernel " << p.kernel << ", stride " << p.stride;
  return text.str();
}

/// The three tensors of a convolution. A transposed convolution has y as its input and x as its output.
struct Triple {
  torch::Tensor x, w, y;
};

/// Computes each of x, w and y from the other two, in double precision: the result and both gradients.
Triple plain(const Problem& p, const Triple& given) {
  const auto as_double = [](const torch::Tensor& t) { return t.to(torch::kFloat64).contiguous(); };
  const Triple a{as_double(given.x), as_double(given.w), as_double(given.y)};
  Triple sum{torch::zeros_like(a.x), torch::zeros_like(a.w), torch::zeros_like(a.y)};
  const double *x = a.x.data_ptr<double>(), *w = a.w.data_ptr<double>(), *y = a.y.data_ptr<double>();
  double *sx = sum.x.data_ptr<double>(), *sw = sum.w.data_ptr<double>(), *sy = sum.y.data_ptr<double>();
  const std::int64_t out_height = p.out_size(p.in_height), out_width = p.out_size(p.in_width);
  for (std::int64_t n = 0; n < kCount; ++n)
    for (std::int64_t o = 0; o < p.out; ++o)
      for (std::int64_t i = 0; i < p.in; ++i)
        for (std::int64_t row = 0; row < out_height; ++row)
          for (std::int64_t column = 0; column < out_width; ++column) {
            const std::int64_t yi = ((n * p.out + o) * out_height + row) * out_width + column;
            for (std::int64_t ky = 0; ky < p.kernel; ++ky)
              for (std::int64_t kx = 0; kx < p.kernel; ++kx) {
                const std::int64_t r = row * p.stride - p.padding + ky, c = column * p.stride - p.padding + kx;
                if (r < 0 || r >= p.in_height || c < 0 || c >= p.in_width) continue;
                const std::int64_t xi = ((n * p.in + i) * p.in_height + r) * p.in_width + c;
                const std::int64_t wi = ((o * p.in + i) * p.kernel + ky) * p.kernel + kx;
                sy[yi] += w[wi] * x[xi];
                sx[xi] += w[wi] * y[yi];
                sw[wi] += x[xi] * y[yi];
              }
          }
  return sum;
}

/// Computes the same with LibTorch.
Triple by_torch(const Problem& p, const Triple& given) {
  const auto leaf = [](const torch::Tensor& t) { return t.clone().requires_grad_(true); };
  const torch::Tensor w = leaf(given.w), input = leaf(p.transposed ? given.y : given.x);
  const torch::Tensor& gradient = p.transposed ? given.x : given.y;
  torch::Tensor result;
  if (p.linear) {
    result = at::linear(input.flatten(1), w.flatten(1)).reshape(gradient.sizes());
  } else if (p.transposed) {
    result = conv_transpose2d(input, w, {}, p.stride, p.padding);
  } else {
    result = at::conv2d(input, w, {}, p.stride, p.padding);
  }
  result.backward(gradient);
  return p.transposed ? Triple{result, w.grad(), input.grad()} : Triple{input.grad(), w.grad(), result};
}

/// The largest difference, divided by the largest expected value.
double relative_error(const torch::Tensor& found, const torch::Tensor& expected) {
  return ((found.to(torch::kFloat64) - expected).abs().max() / expected.abs().max()).item<double>();
}

std::vector<Problem> problems_of(const ModelSpec& model) {
  std::vector<Problem> problems;
  for (const auto& [name, network] : model.networks) {
    const std::vector<Shape> shapes = layer_shapes(network, name);
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
      const auto size = [](std::size_t value) { return static_cast<std::int64_t>(value); };
      Problem p;
      if (const auto* linear = std::get_if<Linear>(&network.layers[i])) {
        p.linear = true;
        p.in = size(shapes[i][0]);
        p.out = size(linear->out);
      } else if (const auto* conv = std::get_if<Conv2d>(&network.layers[i])) {
        p = {size(shapes[i][0]),
             size(conv->out),
             size(conv->kernel),
             size(conv->stride),
             size(conv->padding),
             size(shapes[i][1]),
             size(shapes[i][2]),
             false,
             false};
      } else if (const auto* transposed = std::get_if<ConvTranspose2d>(&network.layers[i])) {
        p = {size(transposed->out),
             size(shapes[i][0]),
             size(transposed->kernel),
             size(transposed->stride),
             size(transposed->padding),
             size(shapes[i + 1][1]),
             size(shapes[i + 1][2]),
             true,
             false};
      } else {
        continue;
      }
      if (std::find(problems.begin(), problems.end(), p) == problems.end()) problems.push_back(p);
    }
  }
  return problems;
}

/// Uniform on (-1, 1), from the project's own generator: the check must not change the state of LibTorch's.
torch::Tensor noise(Rng& rng, at::IntArrayRef shape) {
  torch::Tensor tensor = torch::empty(shape);
  for (std::int64_t i = 0; i < tensor.numel(); ++i) {
    tensor.data_ptr<float>()[i] = static_cast<float>(2.0 * rng.uniform() - 1.0);
  }
  return tensor;
}

}  // namespace

std::optional<std::string> find_backend_fault(const ModelSpec& model, double tolerance) {
  Rng rng(1);
  double worst = tolerance;
  std::optional<std::string> fault;
  for (const Problem& p : problems_of(model)) {
    const Triple given{noise(rng, {kCount, p.in, p.in_height, p.in_width}),
                       noise(rng, {p.out, p.in, p.kernel, p.kernel}),
                       noise(rng, {kCount, p.out, p.out_size(p.in_height), p.out_size(p.in_width)})};
    const Triple expected = plain(p, given), found = by_torch(p, given);
    const double error = std::max({relative_error(found.x, expected.x), relative_error(found.w, expected.w),
                                   relative_error(found.y, expected.y)});
    if (!(error <= worst)) {  // true for a NaN too
      worst = error;
      std::ostringstream text;
      text << describe(p) << " is off by " << error << " of its largest value";
      fault = text.str();
    }
  }
  return fault;
}

std::optional<std::string> ensure_sound_backend(const ModelSpec& model) {
  const std::optional<std::string> fault = find_backend_fault(model);
  if (!fault) return std::nullopt;
  at::globalContext().setUserEnabledMkldnn(false);
  if (const auto still = find_backend_fault(model)) {
    fail("LibTorch computes wrong results here, with oneDNN (", *fault, ") and without (", *still, ")");
  }
  return "LibTorch's oneDNN computes wrong results here (" + *fault + "); it is switched off, training is slower";
}

}  // namespace latentwalk
