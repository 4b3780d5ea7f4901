#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/gemm.hpp"

namespace latentwalk::kernels {

/// For kernels of 5: 8 points, which are 0, infinity and plus and minus each of these.
inline constexpr double kPoints8[3] = {1.125, 2.0, 0.5};
/// For kernels of 2: 5 points, which are 0, 1, -1, this one and infinity.
inline constexpr double kPoint5 = 0.5;

/// The position of a tile in an image (height, width, channels). Pixel (i, j) of the tile is at row
/// stride * (top + i) - phase_row and column stride * (left + j) - phase_column.
struct TilePlace {
  std::ptrdiff_t height, width;
  std::size_t channels;
  std::ptrdiff_t stride, top, left, phase_row, phase_column;

  /// The index of the pixel's first channel, or -1 outside the image.
  std::ptrdiff_t pixel(std::size_t i, std::size_t j) const {
    const std::ptrdiff_t row = stride * (top + static_cast<std::ptrdiff_t>(i)) - phase_row;
    const std::ptrdiff_t column = stride * (left + static_cast<std::ptrdiff_t>(j)) - phase_column;
    if (row < 0 || row >= height || column < 0 || column >= width) return -1;
    return (row * width + column) * static_cast<std::ptrdiff_t>(channels);
  }
};

/// Computes B^T d B from the points x points pixels of one tile; points is 8 or 5. Value p of the first channel goes to
/// out[p * plane].
void winograd_input_tile(std::size_t points, const float* image, const TilePlace& place, float* out, std::size_t plane);

/// Computes the 4 x 4 outputs A^T m A from the points x points products of one tile, applies bias and slope, and stores
/// those inside the image.
void winograd_output_tile(std::size_t points, const float* products, std::size_t plane, Finish finish,
                          const TilePlace& place, float* image);

}  // namespace latentwalk::kernels
