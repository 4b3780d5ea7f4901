#include "tests/support/reference.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace latentwalk::reference {
namespace {

using Values = std::vector<double>;

Values linear(const Linear& layer, const Values& x, const Tensor& weight, const Values& bias) {
  Values y(layer.out);
  for (std::size_t o = 0; o < layer.out; ++o) {
    y[o] = bias[o];
    for (std::size_t i = 0; i < x.size(); ++i) y[o] += static_cast<double>(weight(o, i)) * x[i];
  }
  return y;
}

// Where pixel [stride i + u - padding][stride j + v - padding] of an image lies in its plane; nothing outside the
// image.
template <class Layer>
std::optional<std::size_t> pixel_at(const Layer& layer, const Shape& image, std::size_t i, std::size_t u, std::size_t j,
                                    std::size_t v) {
  const std::size_t row = layer.stride * i + u, column = layer.stride * j + v;
  if (row < layer.padding || row - layer.padding >= image[1] || column < layer.padding ||
      column - layer.padding >= image[2])
    return std::nullopt;
  return (row - layer.padding) * image[2] + column - layer.padding;
}

// y[o][i][j] = bias[o] + sum over c, u, v of w[o][c][u][v] x[c][stride i + u - padding][stride j + v - padding]
Values conv2d(const Conv2d& layer, const Values& x, const Shape& in, const Shape& out, const Tensor& w,
              const Values& bias) {
  Values y(element_count(out));
  for (std::size_t o = 0; o < out[0]; ++o)
    for (std::size_t i = 0; i < out[1]; ++i)
      for (std::size_t j = 0; j < out[2]; ++j) {
        double sum = bias[o];
        for (std::size_t c = 0; c < in[0]; ++c)
          for (std::size_t u = 0; u < layer.kernel; ++u)
            for (std::size_t v = 0; v < layer.kernel; ++v)
              if (const auto at = pixel_at(layer, in, i, u, j, v))
                sum += static_cast<double>(w(o, c, u, v)) * x[c * in[1] * in[2] + *at];
        y[(o * out[1] + i) * out[2] + j] = sum;
      }
  return y;
}

// The adjoint of a convolution: each input pixel adds its weighted kernel to the output.
Values conv_transpose2d(const ConvTranspose2d& layer, const Values& x, const Shape& in, const Shape& out,
                        const Tensor& w, const Values& bias) {
  Values y(element_count(out));
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = bias[i / (out[1] * out[2])];
  for (std::size_t c = 0; c < in[0]; ++c)
    for (std::size_t i = 0; i < in[1]; ++i)
      for (std::size_t j = 0; j < in[2]; ++j)
        for (std::size_t o = 0; o < out[0]; ++o)
          for (std::size_t u = 0; u < layer.kernel; ++u)
            for (std::size_t v = 0; v < layer.kernel; ++v)
              if (const auto at = pixel_at(layer, out, i, u, j, v))
                y[o * out[1] * out[2] + *at] += static_cast<double>(w(c, o, u, v)) * x[(c * in[1] + i) * in[2] + j];
  return y;
}

Values max_pool2d(const MaxPool2d& layer, const Values& x, const Shape& in, const Shape& out) {
  Values y(element_count(out), -INFINITY);
  for (std::size_t c = 0; c < out[0]; ++c)
    for (std::size_t i = 0; i < out[1]; ++i)
      for (std::size_t j = 0; j < out[2]; ++j)
        for (std::size_t u = 0; u < layer.kernel; ++u)
          for (std::size_t v = 0; v < layer.kernel; ++v) {
            double& best = y[(c * out[1] + i) * out[2] + j];
            best = std::max(best, x[(c * in[1] + layer.stride * i + u) * in[2] + layer.stride * j + v]);
          }
  return y;
}

}  // namespace

Values forward(const NetworkSpec& network, const std::string& prefix,
               const std::function<Tensor(const std::string&)>& parameter, Values values) {
  const std::vector<Shape> shapes = layer_shapes(network, prefix);
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const Layer& layer = network.layers[i];
    const Shape &in = shapes[i], &out = shapes[i + 1];
    const auto stored = [&](const char* what) { return parameter(prefix + "." + std::to_string(i) + "." + what); };
    const auto bias = [&](bool present) {
      if (!present) return Values(out[0], 0.0);
      const Tensor tensor = stored("bias");
      return Values(tensor.begin(), tensor.end());
    };
    if (const auto* l = std::get_if<Linear>(&layer)) {
      values = linear(*l, values, stored("weight"), bias(l->bias));
    } else if (const auto* c = std::get_if<Conv2d>(&layer)) {
      values = conv2d(*c, values, in, out, stored("weight"), bias(c->bias));
    } else if (const auto* t = std::get_if<ConvTranspose2d>(&layer)) {
      values = conv_transpose2d(*t, values, in, out, stored("weight"), bias(t->bias));
    } else if (const auto* p = std::get_if<MaxPool2d>(&layer)) {
      values = max_pool2d(*p, values, in, out);
    } else if (const auto* n = std::get_if<BatchNorm>(&layer)) {
      const Tensor weight = stored("weight"), shift = stored("bias");
      const Tensor mean = stored("running_mean"), variance = stored("running_var");
      const std::size_t pixels = values.size() / in[0];
      for (std::size_t k = 0; k < values.size(); ++k) {
        const std::size_t ch = k / pixels;
        values[k] = (values[k] - mean(ch)) / std::sqrt(variance(ch) + n->eps) * weight(ch) + shift(ch);
      }
    } else if (std::holds_alternative<Relu>(layer)) {
      for (double& v : values) v = std::max(v, 0.0);
    } else if (const auto* leaky = std::get_if<LeakyRelu>(&layer)) {
      for (double& v : values) v = v > 0 ? v : leaky->slope * v;
    } else if (std::holds_alternative<Tanh>(layer)) {
      for (double& v : values) v = std::tanh(v);
    } else if (std::holds_alternative<Sigmoid>(layer)) {
      for (double& v : values) v = 1.0 / (1.0 + std::exp(-v));
    }  // reshape and flatten leave the row-major order as it is
  }
  return values;
}

}  // namespace latentwalk::reference
