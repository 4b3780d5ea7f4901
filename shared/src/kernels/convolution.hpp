#pragma once

#include <cstddef>
#include <vector>

#include "kernels/gemm.hpp"

/// Convolutions as one matrix product a kernel tap: nothing is copied out, no padding zero is multiplied.
/// Activations are (N, height, width, channels), so that a pixel's channels are a row.
namespace latentwalk::kernels {

struct Convolution {
  bool transposed = false;
  std::size_t in_height = 1, in_width = 1, in_channels = 0;
  std::size_t out_height = 1, out_width = 1, out_channels = 0;
  std::size_t kernel = 1, stride = 1, padding = 0;
  std::vector<PackedMatrix> taps;  // kernel * kernel matrices (in_channels, out_channels), row by row
};

/// y += x * taps. The caller has filled y (N, out_height, out_width, out_channels) with the bias.
void convolve(const Convolution& convolution, const float* x, std::size_t count, float* y);

}  // namespace latentwalk::kernels
