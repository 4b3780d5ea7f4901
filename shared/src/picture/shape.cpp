#include "latentwalk/shape.hpp"

#include <algorithm>
#include <cmath>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

constexpr double kLeastSpread = 0.05;  // where all digits agree, the smallest change would seem clear
constexpr double kClear = 0.45;        // a smaller change cannot be seen
constexpr std::size_t kMost = 2;

DigitShape shape_of_digit(const float* pixels, std::size_t width, std::size_t height) {
  const auto each = [&](auto&& take) {
    for (std::size_t y = 0; y < height; ++y)
      for (std::size_t x = 0; x < width; ++x)
        take(pixels[y * width + x], static_cast<double>(x), static_cast<double>(y));
  };
  double sum = 0, mean_x = 0, mean_y = 0;
  each([&](double ink, double x, double y) {
    sum += ink;
    mean_x += ink * x;
    mean_y += ink * y;
  });
  if (sum < 1e-6) return {};
  mean_x /= sum;
  mean_y /= sum;
  double xx = 0, xy = 0, yy = 0;
  each([&](double ink, double x, double y) {
    xx += ink * (x - mean_x) * (x - mean_x);
    xy += ink * (x - mean_x) * (y - mean_y);
    yy += ink * (y - mean_y) * (y - mean_y);
  });
  // Rows grow downwards: ink that goes right as it goes up leans to the right.
  return {sum / static_cast<double>(width * height), yy > 0 ? -xy / yy : 0, std::sqrt(xx / sum), std::sqrt(yy / sum)};
}

double value_of(const DigitShape& shape, ShapeMeasure measure) {
  switch (measure) {
    case ShapeMeasure::ink:
      return shape.ink;
    case ShapeMeasure::slant:
      return shape.slant;
    case ShapeMeasure::width:
      return shape.width;
    case ShapeMeasure::height:
      return shape.height;
  }
  return 0;
}

ShapeChange change_of(const std::vector<DigitShape>& low, const std::vector<DigitShape>& high, ShapeMeasure measure) {
  const auto count = static_cast<double>(low.size());
  double low_sum = 0, high_sum = 0, squares = 0;
  for (const DigitShape& shape : low) low_sum += value_of(shape, measure);
  for (const DigitShape& shape : high) high_sum += value_of(shape, measure);
  const double mean = (low_sum + high_sum) / (2 * count);
  for (const auto* shapes : {&low, &high})
    for (const DigitShape& shape : *shapes) squares += std::pow(value_of(shape, measure) - mean, 2);
  const double least = measure == ShapeMeasure::slant ? kLeastSpread : kLeastSpread * mean;
  const double change = (high_sum - low_sum) / count;
  return {measure, change, std::abs(change) / std::max({std::sqrt(squares / (2 * count)), least, 1e-9})};
}

}  // namespace

std::vector<DigitShape> digit_shapes(const Tensor& images) {
  if (images.dimension() != 3) fail("shapes: images (N, height, width) expected, found ", shape_text(shape_of(images)));
  const std::size_t height = images.shape(1), width = images.shape(2);
  std::vector<DigitShape> shapes(images.shape(0));
  for (std::size_t n = 0; n < shapes.size(); ++n)
    shapes[n] = shape_of_digit(images.data() + n * height * width, width, height);
  return shapes;
}

std::vector<ShapeChange> clear_changes(const Tensor& low, const Tensor& high) {
  const std::vector<DigitShape> lows = digit_shapes(low), highs = digit_shapes(high);
  if (shape_of(low) != shape_of(high) || lows.empty())
    fail("changes of shape: two sets of as many images expected, found ", shape_text(shape_of(low)), " and ",
         shape_text(shape_of(high)));
  // The clearest first: each goes before those that are less clear.
  std::vector<ShapeChange> changes;
  for (const auto measure : {ShapeMeasure::ink, ShapeMeasure::slant, ShapeMeasure::width, ShapeMeasure::height}) {
    const ShapeChange change = change_of(lows, highs, measure);
    if (change.clarity < kClear) continue;
    auto place = changes.begin();
    while (place != changes.end() && place->clarity >= change.clarity) ++place;
    changes.insert(place, change);
  }
  if (changes.size() > kMost) changes.erase(changes.begin() + kMost, changes.end());
  return changes;
}

}  // namespace latentwalk
