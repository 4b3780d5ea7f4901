#pragma once

#include <cstddef>

/// The windows of a padded image as rows of a matrix, and the reverse.
namespace latentwalk::kernels {

/// Windows of `kernel` x `kernel` pixels, `stride` apart, on an image of `width` padded pixels a row; `columns` windows
/// in a row of windows.
struct PatchShape {
  std::size_t kernel, stride, width, channels, columns;
};

/// Copies windows [begin, begin + count) of the padded image, kernel * kernel * channels floats each.
void gather_patches(const PatchShape& shape, const float* padded, std::size_t begin, std::size_t count, float* patches);

/// Adds windows [0, count) to the padded image.
void fold_patches(const PatchShape& shape, const float* patches, std::size_t count, float* padded);

}  // namespace latentwalk::kernels
