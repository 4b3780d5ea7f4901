#pragma once

#include <cstdint>
#include <vector>

#include "latentwalk/tensor.hpp"

namespace latentwalk {

/// An 8-bit grey picture, row-major, 0 black.
struct GreyImage {
  std::size_t width = 0, height = 0;
  std::vector<std::uint8_t> pixels;
};

/// How a sheet is laid out. Sizes in pixels.
struct SheetStyle {
  std::size_t columns = 0;  // 0: the smallest number whose square holds all digits
  std::size_t scale = 2;    // each image pixel becomes scale x scale, interpolated
  std::size_t gutter = 8;   // between digits and round them
  bool dark = false;        // light ink on dark paper
};

/// Digits (N, height, width) in [0, 1], 1 = ink, side by side: dark on light paper unless style.dark.
GreyImage image_sheet(const Tensor& images, const SheetStyle& style = {});

}  // namespace latentwalk
