#include "latentwalk/drawing.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "format/no_fast_math.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

constexpr double kBox = 20.0 / 28.0;  // of the picture: what a digit of MNIST fills
constexpr float kFaint = 0.1F;        // less ink does not count for the extent

struct Extent {
  double left, top, right, bottom;  // left >= right: no ink
  double centre_x, centre_y;
};

Extent extent_of(const Tensor& drawing) {
  const std::size_t side = drawing.shape(0);
  Extent extent{static_cast<double>(side), static_cast<double>(side), 0, 0, 0, 0};
  double mass = 0;
  for (std::size_t row = 0; row < side; ++row)
    for (std::size_t column = 0; column < side; ++column) {
      const float ink = drawing.data()[row * side + column];
      const auto x = static_cast<double>(column), y = static_cast<double>(row);
      mass += ink;
      extent.centre_x += ink * (x + 0.5);
      extent.centre_y += ink * (y + 0.5);
      if (ink < kFaint) continue;
      extent.left = std::min(extent.left, x);
      extent.top = std::min(extent.top, y);
      extent.right = std::max(extent.right, x + 1);
      extent.bottom = std::max(extent.bottom, y + 1);
    }
  extent.centre_x /= mass;
  extent.centre_y /= mass;
  return extent;
}

// The pixels of a line of `side` pixels that [from, from + length) covers, and how much of each.
std::vector<std::pair<std::size_t, double>> coverage(double from, double length, std::size_t side) {
  std::vector<std::pair<std::size_t, double>> covered;
  const double to = std::min(from + length, static_cast<double>(side));
  for (double i = std::max(std::floor(from), 0.0); i < to; ++i) {
    const double part = std::min(i + 1, from + length) - std::max(i, from);
    if (part > 0) covered.emplace_back(static_cast<std::size_t>(i), part);
  }
  return covered;
}

// A picture whose pixels are `step` pixels of the drawing wide, from (left, top) on.
Tensor resampled(const Tensor& drawing, std::size_t size, double step, double left, double top) {
  const std::size_t side = drawing.shape(0);
  Tensor picture = zeros({size, size});
  for (std::size_t row = 0; row < size; ++row) {
    const auto rows = coverage(top + static_cast<double>(row) * step, step, side);
    for (std::size_t column = 0; column < size; ++column) {
      double sum = 0;
      const auto columns = coverage(left + static_cast<double>(column) * step, step, side);
      for (const auto& [y, height] : rows)
        for (const auto& [x, width] : columns) sum += height * width * drawing.data()[y * side + x];
      picture.data()[row * size + column] = static_cast<float>(std::min(sum / (step * step), 1.0));
    }
  }
  return picture;
}

}  // namespace

void draw_stroke(Tensor& drawing, double from_x, double from_y, double to_x, double to_y, double radius, bool erase) {
  if (drawing.dimension() != 2)
    fail("stroke: a drawing (height, width) expected, found ", shape_text(shape_of(drawing)));
  for (const double value : {from_x, from_y, to_x, to_y, radius})
    if (!std::isfinite(value)) fail("stroke: a point or the radius is not a finite number");
  const std::size_t height = drawing.shape(0), width = drawing.shape(1);
  const double dx = to_x - from_x, dy = to_y - from_y, length = dx * dx + dy * dy;
  const auto within = [](double value, std::size_t most) {
    return static_cast<std::size_t>(std::clamp(value, 0.0, static_cast<double>(most)));
  };
  const std::size_t bottom = within(std::max(from_y, to_y) + radius + 1, height);
  const std::size_t right = within(std::max(from_x, to_x) + radius + 1, width);
  for (std::size_t row = within(std::min(from_y, to_y) - radius - 1, height); row < bottom; ++row)
    for (std::size_t column = within(std::min(from_x, to_x) - radius - 1, width); column < right; ++column) {
      const double x = static_cast<double>(column) + 0.5 - from_x, y = static_cast<double>(row) + 0.5 - from_y;
      const double t = length > 0 ? std::clamp((x * dx + y * dy) / length, 0.0, 1.0) : 0.0;
      const double away_x = x - t * dx, away_y = y - t * dy;
      if (away_x * away_x + away_y * away_y <= radius * radius)
        drawing.data()[row * width + column] = erase ? 0.0F : 1.0F;
    }
}

bool is_blank(const Tensor& picture) {
  double sum = 0;
  for (const float ink : picture) sum += ink;
  return sum < 1;
}

Tensor prepare_drawing(const Tensor& drawing, std::size_t size, bool centred) {
  if (drawing.dimension() != 2 || drawing.shape(0) != drawing.shape(1) || drawing.size() == 0)
    fail("drawing: a square expected, found ", shape_text(shape_of(drawing)));
  if (size < 1) fail("drawing: a picture of at least one pixel expected");
  const std::size_t side = drawing.shape(0);
  for (std::size_t i = 0; i < drawing.size(); ++i)
    if (!(drawing.data()[i] >= 0 && drawing.data()[i] <= 1))
      fail("drawing: pixel ", i % side, ", ", i / side, " is ", drawing.data()[i], ", expected 0 to 1");
  if (!centred) return resampled(drawing, size, static_cast<double>(side) / static_cast<double>(size), 0, 0);
  const Extent extent = extent_of(drawing);
  if (extent.left >= extent.right) return zeros({size, size});
  const double wide = std::max(extent.right - extent.left, extent.bottom - extent.top);
  const double step = wide / (kBox * static_cast<double>(size)), half = static_cast<double>(size) / 2 * step;
  return resampled(drawing, size, step, extent.centre_x - half, extent.centre_y - half);
}

}  // namespace latentwalk
