#include "viewer/core/drawing.hpp"

#include <algorithm>
#include <cmath>

namespace latentwalk::viewer {
namespace {

constexpr float kFaint = 0.05F;  // less is paper

/// The ink at a point between pixel centres; paper outside.
double ink_at(const Drawing& drawing, double x, double y) {
  const double left = std::floor(x - 0.5), top = std::floor(y - 0.5);
  const double fx = x - 0.5 - left, fy = y - 0.5 - top;
  const auto pixel = [&](double column, double row) {
    if (column < 0 || row < 0 || column >= static_cast<double>(drawing.width) ||
        row >= static_cast<double>(drawing.height))
      return 0.0;
    return static_cast<double>(
        drawing.ink[static_cast<std::size_t>(row) * drawing.width + static_cast<std::size_t>(column)]);
  };
  return (1 - fy) * ((1 - fx) * pixel(left, top) + fx * pixel(left + 1, top)) +
         fy * ((1 - fx) * pixel(left, top + 1) + fx * pixel(left + 1, top + 1));
}

struct Extent {
  double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9, mass = 0, mass_x = 0, mass_y = 0;
};

Extent extent_of(const Drawing& drawing) {
  Extent extent;
  for (std::size_t row = 0; row < drawing.height; ++row)
    for (std::size_t column = 0; column < drawing.width; ++column) {
      const double ink = drawing.ink[row * drawing.width + column];
      if (ink < kFaint) continue;
      const auto x = static_cast<double>(column), y = static_cast<double>(row);
      extent.left = std::min(extent.left, x);
      extent.right = std::max(extent.right, x + 1);
      extent.top = std::min(extent.top, y);
      extent.bottom = std::max(extent.bottom, y + 1);
      extent.mass += ink;
      extent.mass_x += ink * (x + 0.5);
      extent.mass_y += ink * (y + 0.5);
    }
  return extent;
}

}  // namespace

Drawing blank_drawing(std::size_t width, std::size_t height) {
  Drawing drawing;
  drawing.width = width;
  drawing.height = height;
  drawing.ink.assign(width * height, 0.0F);
  return drawing;
}

bool is_blank(const Drawing& drawing) {
  return std::none_of(drawing.ink.begin(), drawing.ink.end(), [](float ink) { return ink >= kFaint; });
}

void stroke(Drawing& drawing, double from_x, double from_y, double to_x, double to_y, bool erase) {
  // MNIST's strokes are about 2.5 of 28 pixels wide with a soft edge of one pixel.
  const double side = static_cast<double>(std::min(drawing.width, drawing.height));
  const double radius = (erase ? 2.0 : 1.25) * side / 28.0;
  const double dx = to_x - from_x, dy = to_y - from_y, length = dx * dx + dy * dy;
  for (std::size_t row = 0; row < drawing.height; ++row)
    for (std::size_t column = 0; column < drawing.width; ++column) {
      const double x = static_cast<double>(column) + 0.5, y = static_cast<double>(row) + 0.5;
      const double t = length > 0 ? std::clamp(((x - from_x) * dx + (y - from_y) * dy) / length, 0.0, 1.0) : 0.0;
      const double distance = std::hypot(x - from_x - t * dx, y - from_y - t * dy);
      const auto touch = static_cast<float>(std::clamp(radius + 0.5 - distance, 0.0, 1.0));
      float& ink = drawing.ink[row * drawing.width + column];
      ink = erase ? std::min(ink, 1.0F - touch) : std::max(ink, touch);
    }
}

Drawing centred(const Drawing& drawing) {
  const Extent extent = extent_of(drawing);
  if (extent.mass <= 0) return drawing;
  const double scale = std::min(20.0 / 28.0 * static_cast<double>(drawing.width) / (extent.right - extent.left),
                                20.0 / 28.0 * static_cast<double>(drawing.height) / (extent.bottom - extent.top));
  const double centre_x = extent.mass_x / extent.mass, centre_y = extent.mass_y / extent.mass;
  Drawing result = blank_drawing(drawing.width, drawing.height);
  constexpr int kSub = 3;  // samples a pixel and axis, so that shrinking keeps thin strokes
  for (std::size_t row = 0; row < drawing.height; ++row)
    for (std::size_t column = 0; column < drawing.width; ++column) {
      double sum = 0;
      for (int i = 0; i < kSub * kSub; ++i) {
        const double x = static_cast<double>(column) + (i % kSub + 0.5) / kSub;
        const double y = static_cast<double>(row) + (i / kSub + 0.5) / kSub;
        sum += ink_at(drawing, centre_x + (x - static_cast<double>(drawing.width) / 2) / scale,
                      centre_y + (y - static_cast<double>(drawing.height) / 2) / scale);
      }
      result.ink[row * drawing.width + column] = static_cast<float>(std::clamp(sum / (kSub * kSub), 0.0, 1.0));
    }
  return result;
}

}  // namespace latentwalk::viewer
