#pragma once

#include <cstdint>
#include <vector>

#include "latentwalk/tensor.hpp"

namespace latentwalk {

/// An 8-bit greyscale picture, row-major; 0 is black.
struct GreyImage {
  std::size_t width = 0, height = 0;  ///< In pixels.
  std::vector<std::uint8_t> pixels;   ///< width * height values.
};

/// How a sheet is laid out. Sizes are in pixels.
struct SheetStyle {
  std::size_t columns = 0;  ///< Digits in a row; 0: the smallest n with n * n >= the number of digits.
  std::size_t scale = 2;    ///< Enlarges each digit by this factor, with linear interpolation.
  std::size_t gutter = 8;   ///< Space between digits and at the edges.
  bool dark = false;        ///< Light ink on dark paper.
};

/// Draws digits (N, height, width) in [0, 1], where 1 is ink, on one sheet. Throws Error if N is 0 or the shape has
/// another rank.
GreyImage image_sheet(const Tensor& images, const SheetStyle& style = {});

}  // namespace latentwalk
