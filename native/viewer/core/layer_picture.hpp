#pragma once

#include <cstdint>
#include <vector>

#include "latentwalk/inside.hpp"

namespace latentwalk::viewer {

/// The outputs of a layer as one picture: maps side by side, or the values of a vector in a grid that is nearly square.
/// All layers have one scale, on which 1 is half ink; positive and negative values are apart, to be drawn in two
/// colours. Each value is a square of `side` pixels.
struct LayerPicture {
  std::size_t width = 0, height = 0;      // in pixels
  std::vector<std::uint8_t> ink, second;  // coverage of positive and of negative values
};

/// The columns and rows of values in the picture: of all maps, or of the first few.
struct LayerGrid {
  std::size_t columns = 0, rows = 0;
};
LayerGrid layer_grid(const Shape& shape, bool all);

LayerPicture layer_picture(const Inside::Layer& layer, bool all, std::size_t side);

}  // namespace latentwalk::viewer
