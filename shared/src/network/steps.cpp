#include "network/steps.hpp"

#include <cmath>
#include <utility>

#include "kernels/activations.hpp"

namespace latentwalk {
namespace {

void run(const Convolve& step, const float* in, std::size_t count, float* out, float* scratch) {
  step.convolution->run(in, count, out, scratch);
}

void run(const Pool& p, const float* in, std::size_t count, float* out, float*) {
  for (std::size_t n = 0; n < count; ++n)
    for (std::size_t y = 0; y < p.out_height; ++y)
      for (std::size_t x = 0; x < p.out_width; ++x, out += p.channels)
        for (std::size_t i = 0; i < p.kernel * p.kernel; ++i) {
          const std::size_t row = y * p.stride + i / p.kernel, column = x * p.stride + i % p.kernel;
          const float* pixel = in + ((n * p.height + row) * p.width + column) * p.channels;
          for (std::size_t c = 0; c < p.channels; ++c)
            if (i == 0 || pixel[c] > out[c] || std::isnan(pixel[c])) out[c] = pixel[c];
        }
}

void run(const Transpose& step, const float* in, std::size_t count, float* out, float*) {
  for (std::size_t n = 0; n < count; ++n, in += step.rows * step.columns)
    for (std::size_t column = 0; column < step.columns; ++column)
      for (std::size_t row = 0; row < step.rows; ++row) *out++ = in[row * step.columns + column];
}

void run_in_place(const ChannelScale& step, float* values, std::size_t size) {
  const std::size_t channels = step.scale.size();
  for (std::size_t i = 0; i < size; ++i) values[i] = values[i] * step.scale[i % channels] + step.shift[i % channels];
}

void run_in_place(const Activate& step, float* values, std::size_t size) {
  if (std::holds_alternative<Relu>(step.layer)) {
    kernels::leaky_relu_in_place(values, size, 0.0F);
  } else if (const auto* leaky = std::get_if<LeakyRelu>(&step.layer)) {
    kernels::leaky_relu_in_place(values, size, static_cast<float>(leaky->slope));
  } else if (std::holds_alternative<Tanh>(step.layer)) {
    kernels::tanh_in_place(values, size);
  } else {
    kernels::sigmoid_in_place(values, size);
  }
}

}  // namespace

void run_step(const Step& step, Workspace& memory, std::size_t count) {
  const auto out_of_place = [&](const auto& what) {
    run(what, memory.now.data(), count, memory.next.data(), memory.scratch.data());
    std::swap(memory.now, memory.next);
  };
  const std::size_t size = count * step.output_size;
  if (const auto* convolve = std::get_if<Convolve>(&step.what))
    out_of_place(*convolve);
  else if (const auto* pool = std::get_if<Pool>(&step.what))
    out_of_place(*pool);
  else if (const auto* transpose = std::get_if<Transpose>(&step.what))
    out_of_place(*transpose);
  else if (const auto* scale = std::get_if<ChannelScale>(&step.what))
    run_in_place(*scale, memory.now.data(), size);
  else
    run_in_place(std::get<Activate>(step.what), memory.now.data(), size);
}

}  // namespace latentwalk
