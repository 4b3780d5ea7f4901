#include "latentwalk/network.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/convolution.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

using kernels::Convolution;

// ---- What a network does, step by step. Between steps images are (N, height, width, channels); they come in and go
// out as (N, channels, height, width), the order of the spec.

struct Convolve {  // also a linear layer: a convolution of one pixel
  Convolution convolution;
  std::vector<float> bias;
};
struct Scale {  // a batch norm that follows no convolution or linear layer
  std::vector<float> scale, shift;
};
struct Pool {
  std::size_t height, width, channels, kernel, stride, out_height, out_width;
};
struct Activate {
  Layer layer;
};
struct Transpose {  // (rows, columns) -> (columns, rows) in each sample
  std::size_t rows, columns;
};

void run(const Convolve& step, const float* in, std::size_t count, float* out) {
  const std::size_t pixels = count * step.convolution.out_height * step.convolution.out_width;
  for (std::size_t i = 0; i < pixels; ++i) std::copy(step.bias.begin(), step.bias.end(), out + i * step.bias.size());
  kernels::convolve(step.convolution, in, count, out);
}

void run(const Pool& p, const float* in, std::size_t count, float* out) {
  for (std::size_t n = 0; n < count; ++n)
    for (std::size_t y = 0; y < p.out_height; ++y)
      for (std::size_t x = 0; x < p.out_width; ++x, out += p.channels)
        for (std::size_t i = 0; i < p.kernel * p.kernel; ++i) {
          const std::size_t row = y * p.stride + i / p.kernel, column = x * p.stride + i % p.kernel;
          const float* pixel = in + ((n * p.height + row) * p.width + column) * p.channels;
          for (std::size_t c = 0; c < p.channels; ++c) out[c] = i == 0 ? pixel[c] : std::max(out[c], pixel[c]);
        }
}

void run(const Transpose& step, const float* in, std::size_t count, float* out) {
  for (std::size_t n = 0; n < count; ++n, in += step.rows * step.columns)
    for (std::size_t column = 0; column < step.columns; ++column)
      for (std::size_t row = 0; row < step.rows; ++row) *out++ = in[row * step.columns + column];
}

void run_in_place(const Scale& step, float* values, std::size_t size) {
  const std::size_t channels = step.scale.size();
  for (std::size_t i = 0; i < size; ++i) values[i] = values[i] * step.scale[i % channels] + step.shift[i % channels];
}

void run_in_place(const Activate& step, float* values, std::size_t size) {
  const auto each = [&](auto function) { std::transform(values, values + size, values, function); };
  if (std::holds_alternative<Relu>(step.layer)) {
    each([](float v) { return std::max(v, 0.0F); });
  } else if (const auto* leaky = std::get_if<LeakyRelu>(&step.layer)) {
    each([slope = static_cast<float>(leaky->slope)](float v) { return v > 0 ? v : slope * v; });
  } else if (std::holds_alternative<Tanh>(step.layer)) {
    each([](float v) { return std::tanh(v); });
  } else {
    each([](float v) { return 1.0F / (1.0F + std::exp(-v)); });
  }
}

// ---- Building: weights to taps, batch norm folded.

// Per-channel factor and offset of a batch norm in evaluation.
Scale batch_norm_scale(const BatchNorm& layer, const std::string& name,
                       const std::function<Tensor(const std::string&)>& parameter) {
  const Tensor weight = parameter(name + ".weight"), bias = parameter(name + ".bias");
  const Tensor mean = parameter(name + ".running_mean"), variance = parameter(name + ".running_var");
  Scale scale;
  for (std::size_t c = 0; c < weight.size(); ++c) {
    if (variance(c) < 0) fail(name, ".running_var: a variance must not be negative, found ", variance(c));
    const double factor = weight(c) / std::sqrt(static_cast<double>(variance(c)) + layer.eps);
    scale.scale.push_back(static_cast<float>(factor));
    scale.shift.push_back(static_cast<float>(bias(c) - mean(c) * factor));
  }
  return scale;
}

void fill_taps(Convolution& c, const Tensor& weight, const std::vector<float>& out_scale) {
  const std::size_t tap_count = c.kernel * c.kernel;
  std::vector<float> matrix(c.in_channels * c.out_channels);
  for (std::size_t tap = 0; tap < tap_count; ++tap) {
    for (std::size_t in = 0; in < c.in_channels; ++in)
      for (std::size_t out = 0; out < c.out_channels; ++out) {
        const std::size_t place = c.transposed ? in * c.out_channels + out : out * c.in_channels + in;
        matrix[in * c.out_channels + out] = weight.data()[place * tap_count + tap] * out_scale[out];
      }
    c.taps.push_back(kernels::pack(matrix.data(), c.in_channels, c.out_channels));
  }
}

template <class Layer2d>
Convolution geometry(const Layer2d& layer, const Shape& in, const Shape& out) {
  Convolution c;
  c.transposed = std::is_same_v<Layer2d, ConvTranspose2d>;
  c.in_channels = in[0], c.in_height = in[1], c.in_width = in[2];
  c.out_channels = out[0], c.out_height = out[1], c.out_width = out[2];
  c.kernel = layer.kernel, c.stride = layer.stride, c.padding = layer.padding;
  return c;
}

}  // namespace

struct Network::Step {
  std::variant<Convolve, Pool, Transpose, Scale, Activate> what;
  std::size_t output_size;  // floats a sample
};

Network::Network(const NetworkSpec& spec, const std::string& prefix,
                 const std::function<Tensor(const std::string&)>& parameter)
    : input_(spec.input) {
  const std::vector<Shape> shapes = layer_shapes(spec, prefix);
  output_ = shapes.back();
  const auto add = [&](auto step, const Shape& shape) { steps_.push_back({std::move(step), element_count(shape)}); };
  // Between (channels, pixels) and (pixels, channels); nothing to do where either is one.
  const auto to_pixels = [&](const Shape& s) {
    if (s.size() == 3 && s[0] > 1 && s[1] * s[2] > 1) add(Transpose{s[0], s[1] * s[2]}, s);
  };
  const auto to_channels = [&](const Shape& s) {
    if (s.size() == 3 && s[0] > 1 && s[1] * s[2] > 1) add(Transpose{s[1] * s[2], s[0]}, s);
  };

  to_pixels(input_);
  for (std::size_t i = 0; i < spec.layers.size(); ++i) {
    const Layer& layer = spec.layers[i];
    const Shape& in = shapes[i];
    const Shape& out = shapes[i + 1];
    const std::string name = prefix + "." + std::to_string(i);

    const auto add_convolution = [&](Convolution convolution, bool has_bias) {
      std::vector<float> bias(convolution.out_channels, 0.0F), scale(convolution.out_channels, 1.0F);
      if (has_bias) {
        const Tensor stored = parameter(name + ".bias");
        std::copy(stored.begin(), stored.end(), bias.begin());
      }
      if (i + 1 < spec.layers.size()) {
        if (const auto* norm = std::get_if<BatchNorm>(&spec.layers[i + 1])) {
          Scale folded = batch_norm_scale(*norm, prefix + "." + std::to_string(i + 1), parameter);
          for (std::size_t c = 0; c < bias.size(); ++c) bias[c] = bias[c] * folded.scale[c] + folded.shift[c];
          scale = std::move(folded.scale);
        }
      }
      fill_taps(convolution, parameter(name + ".weight"), scale);
      add(Convolve{std::move(convolution), std::move(bias)}, out);
    };
    if (const auto* linear = std::get_if<Linear>(&layer)) {
      Convolution convolution;
      convolution.in_channels = in[0];
      convolution.out_channels = out[0];
      add_convolution(std::move(convolution), linear->bias);
    } else if (const auto* conv = std::get_if<Conv2d>(&layer)) {
      add_convolution(geometry(*conv, in, out), conv->bias);
    } else if (const auto* transposed = std::get_if<ConvTranspose2d>(&layer)) {
      add_convolution(geometry(*transposed, in, out), transposed->bias);
    } else if (const auto* norm = std::get_if<BatchNorm>(&layer)) {
      const bool folded = i > 0 && (std::holds_alternative<Linear>(spec.layers[i - 1]) ||
                                    std::holds_alternative<Conv2d>(spec.layers[i - 1]) ||
                                    std::holds_alternative<ConvTranspose2d>(spec.layers[i - 1]));
      if (!folded) add(batch_norm_scale(*norm, name, parameter), out);
    } else if (const auto* pool = std::get_if<MaxPool2d>(&layer)) {
      add(Pool{in[1], in[2], in[0], pool->kernel, pool->stride, out[1], out[2]}, out);
    } else if (std::holds_alternative<Reshape>(layer) || std::holds_alternative<Flatten>(layer)) {
      to_channels(in);
      to_pixels(out);
    } else {
      add(Activate{layer}, out);
    }
  }
  to_channels(output_);
}

Network::~Network() = default;
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;

Tensor Network::forward(const Tensor& input) const {
  Shape expected{input.dimension() > 0 ? input.shape(0) : 0};
  expected.insert(expected.end(), input_.begin(), input_.end());
  if (shape_of(input) != expected || expected[0] == 0)
    fail("network: expected an input of N x ", shape_text(input_), ", found ", shape_text(shape_of(input)));
  const std::size_t count = expected[0];
  std::vector<float> now(input.begin(), input.end()), next;
  for (const Step& step : steps_) {
    const auto out_of_place = [&](const auto& what) {
      next.resize(count * step.output_size);
      run(what, now.data(), count, next.data());
      now.swap(next);
    };
    if (const auto* convolve = std::get_if<Convolve>(&step.what))
      out_of_place(*convolve);
    else if (const auto* pool = std::get_if<Pool>(&step.what))
      out_of_place(*pool);
    else if (const auto* transpose = std::get_if<Transpose>(&step.what))
      out_of_place(*transpose);
    else if (const auto* scale = std::get_if<Scale>(&step.what))
      run_in_place(*scale, now.data(), now.size());
    else
      run_in_place(std::get<Activate>(step.what), now.data(), now.size());
  }
  Shape shape{count};
  shape.insert(shape.end(), output_.begin(), output_.end());
  Tensor output = zeros(shape);
  std::copy(now.begin(), now.end(), output.begin());
  return output;
}

}  // namespace latentwalk
