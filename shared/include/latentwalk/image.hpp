#pragma once

#include <cstdint>
#include <vector>

#include "latentwalk/tensor.hpp"

namespace latentwalk {

/// An 8-bit grey picture, row-major, 0 black.
struct GreyImage {
  std::size_t width = 0, height = 0;  ///< Pixels.
  std::vector<std::uint8_t> pixels;   ///< width * height of them, row by row.
};

/// How a sheet is laid out. Sizes in pixels.
struct SheetStyle {
  std::size_t columns = 0;  ///< 0: the smallest number whose square holds all digits
  std::size_t scale = 2;    ///< Each image pixel becomes scale x scale, interpolated.
  std::size_t gutter = 8;   ///< Between digits and round them.
  bool dark = false;        ///< Light ink on dark paper.
};

/// Digits (N, height, width) in [0, 1], 1 = ink, side by side: dark on light paper unless style.dark.
GreyImage image_sheet(const Tensor& images, const SheetStyle& style = {});

}  // namespace latentwalk
