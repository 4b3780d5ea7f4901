#pragma once

#include <cstddef>

namespace latentwalk::kernels {

/// In place: values[i], or slope * values[i] where it is negative (slope 0: ReLU).
void leaky_relu_in_place(float* values, std::size_t size, float slope);
/// In place: tanh(values[i]), and 1 / (1 + exp(-values[i])), within 1e-6.
void tanh_in_place(float* values, std::size_t size);
void sigmoid_in_place(float* values, std::size_t size);

}  // namespace latentwalk::kernels
