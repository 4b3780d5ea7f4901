#include "latentwalk/image.hpp"

#include <algorithm>
#include <cmath>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

// Paper and ink as on the page: not pure white and not pure black.
constexpr double kLightPaper = 250, kLightInk = 26, kDarkPaper = 20, kDarkInk = 236;

// The value of a digit at (row, column), in its own pixels: bilinear between pixel centres, clamped at the edges.
double bilinear(const float* digit, std::size_t width, std::size_t height, double row, double column) {
  const double y = std::clamp(row, 0.0, static_cast<double>(height - 1));
  const double x = std::clamp(column, 0.0, static_cast<double>(width - 1));
  const auto y0 = static_cast<std::size_t>(y), x0 = static_cast<std::size_t>(x);
  const std::size_t y1 = std::min(y0 + 1, height - 1), x1 = std::min(x0 + 1, width - 1);
  const double fy = y - static_cast<double>(y0), fx = x - static_cast<double>(x0);
  const double top = (1 - fx) * digit[y0 * width + x0] + fx * digit[y0 * width + x1];
  const double bottom = (1 - fx) * digit[y1 * width + x0] + fx * digit[y1 * width + x1];
  return (1 - fy) * top + fy * bottom;
}

}  // namespace

GreyImage image_sheet(const Tensor& images, const SheetStyle& style) {
  if (images.dimension() != 3 || images.size() == 0)
    fail("image_sheet: at least one image expected, (N, height, width), found ", shape_text(shape_of(images)));
  const std::size_t count = images.shape(0), height = images.shape(1), width = images.shape(2);
  const std::size_t scale = std::max<std::size_t>(style.scale, 1);
  std::size_t columns = style.columns;
  while (style.columns == 0 && columns * columns < count) ++columns;
  columns = std::min(columns, count);
  const std::size_t rows = (count + columns - 1) / columns;

  const double paper = style.dark ? kDarkPaper : kLightPaper, ink = style.dark ? kDarkInk : kLightInk;
  GreyImage sheet;
  sheet.width = columns * (width * scale + style.gutter) + style.gutter;
  sheet.height = rows * (height * scale + style.gutter) + style.gutter;
  sheet.pixels.assign(sheet.width * sheet.height, static_cast<std::uint8_t>(paper));
  for (std::size_t n = 0; n < count; ++n) {
    const float* digit = images.data() + n * height * width;
    const std::size_t top = style.gutter + n / columns * (height * scale + style.gutter);
    const std::size_t left = style.gutter + n % columns * (width * scale + style.gutter);
    for (std::size_t y = 0; y < height * scale; ++y)
      for (std::size_t x = 0; x < width * scale; ++x) {
        const double row = (static_cast<double>(y) + 0.5) / static_cast<double>(scale) - 0.5;
        const double column = (static_cast<double>(x) + 0.5) / static_cast<double>(scale) - 0.5;
        const double value = std::clamp(bilinear(digit, width, height, row, column), 0.0, 1.0);
        sheet.pixels[(top + y) * sheet.width + left + x] =
            static_cast<std::uint8_t>(std::lround(paper + (ink - paper) * value));
      }
  }
  return sheet;
}

}  // namespace latentwalk
