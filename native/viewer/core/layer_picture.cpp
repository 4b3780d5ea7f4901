#include "viewer/core/layer_picture.hpp"

#include <algorithm>
#include <cmath>

namespace latentwalk::viewer {
namespace {

constexpr std::size_t kPreview = 16;  // maps of a small picture

struct Layout {
  std::size_t width = 0, height = 0;  // of a map
  std::size_t count = 1, columns = 1, gap = 0;
};

Layout layout(const Shape& shape, bool all) {
  Layout at;
  if (shape.size() == 3) {
    at.height = shape[1], at.width = shape[2];
    at.count = all ? shape[0] : std::min(shape[0], kPreview);
  } else {
    const std::size_t count = element_count(shape);
    at.width = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(count))));
    at.height = (count + at.width - 1) / at.width;
  }
  at.columns = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(at.count))));
  at.gap = at.count > 1 ? 1 : 0;
  return at;
}

}  // namespace

LayerGrid layer_grid(const Shape& shape, bool all) {
  const Layout at = layout(shape, all);
  const std::size_t rows = (at.count + at.columns - 1) / at.columns;
  return {at.columns * (at.width + at.gap) - at.gap, rows * (at.height + at.gap) - at.gap};
}

LayerPicture layer_picture(const Inside::Layer& layer, bool all, std::size_t side) {
  const Layout at = layout(layer.shape, all);
  const LayerGrid grid = layer_grid(layer.shape, all);
  LayerPicture picture{grid.columns * side, grid.rows * side, {}, {}};
  picture.ink.assign(picture.width * picture.height, 0);
  picture.second = picture.ink;
  for (std::size_t map = 0; map < at.count; ++map) {
    const std::size_t left = map % at.columns * (at.width + at.gap), top = map / at.columns * (at.height + at.gap);
    for (std::size_t i = 0; i < at.width * at.height; ++i) {
      const std::size_t n = map * at.width * at.height + i;
      if (n >= layer.values.size()) break;  // a grid may have more places than values
      const float value = layer.values[n], size = std::abs(value);
      const auto coverage = static_cast<std::uint8_t>(255 * size / (1 + size) + 0.5F);
      std::vector<std::uint8_t>& into = value < 0 ? picture.second : picture.ink;
      const std::size_t x = (left + i % at.width) * side, y = (top + i / at.width) * side;
      for (std::size_t row = y; row < y + side; ++row)
        std::fill_n(into.begin() + static_cast<std::ptrdiff_t>(row * picture.width + x), side, coverage);
    }
  }
  return picture;
}

}  // namespace latentwalk::viewer
