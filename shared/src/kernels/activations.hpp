#pragma once

#include <cstddef>

namespace latentwalk::kernels {

/// values[i] = tanh(values[i]), and 1 / (1 + exp(-values[i])), in place; within 1e-6.
void tanh_in_place(float* values, std::size_t size);
void sigmoid_in_place(float* values, std::size_t size);

}  // namespace latentwalk::kernels
