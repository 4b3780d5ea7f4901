#pragma once

#include <cstddef>

namespace latentwalk::kernels {

/// Multiplies the negative values by slope, in place. Slope 0 is ReLU.
void leaky_relu_in_place(float* values, std::size_t size, float slope);
/// tanh(x) and 1 / (1 + exp(-x)) in place, with an error below 1e-6.
void tanh_in_place(float* values, std::size_t size);
void sigmoid_in_place(float* values, std::size_t size);

}  // namespace latentwalk::kernels
