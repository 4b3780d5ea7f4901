#include "dataset/prepare.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "latentwalk/drawing.hpp"

namespace latentwalk {
namespace {

/// Each pixel of the square as factor x factor ones, linear between the centres.
Tensor enlarged(const Tensor& square, std::size_t factor) {
  const std::size_t side = square.shape(0), wide = side * factor;
  Tensor large = zeros({wide, wide});
  const auto place = [&](std::size_t i) {
    const double at = (static_cast<double>(i) + 0.5) / static_cast<double>(factor) - 0.5;
    return std::clamp(at, 0.0, static_cast<double>(side - 1));
  };
  for (std::size_t row = 0; row < wide; ++row)
    for (std::size_t column = 0; column < wide; ++column) {
      const double y = place(row), x = place(column);
      const auto top = static_cast<std::size_t>(y), left = static_cast<std::size_t>(x);
      const std::size_t below = std::min(top + 1, side - 1), right = std::min(left + 1, side - 1);
      const double down = y - static_cast<double>(top), across = x - static_cast<double>(left);
      const auto mix = [&](std::size_t line) {
        const float* first = square.data() + line * side;
        return (1 - across) * first[left] + across * first[right];
      };
      large.data()[row * wide + column] = static_cast<float>((1 - down) * mix(top) + down * mix(below));
    }
  return large;
}

/// The brightness that half of the pixels along the edge reach.
std::uint8_t edge_median(const Picture& picture) {
  std::vector<std::uint8_t> edge;
  for (std::size_t row = 0; row < picture.height; ++row)
    for (std::size_t column = 0; column < picture.width; ++column)
      if (row == 0 || row + 1 == picture.height || column == 0 || column + 1 == picture.width)
        edge.push_back(picture.brightness[row * picture.width + column]);
  const auto middle = edge.begin() + static_cast<std::ptrdiff_t>(edge.size() / 2);
  std::nth_element(edge.begin(), middle, edge.end());
  return *middle;
}

/// From brightness to ink, where the paper of a scan or of a saved drawing, nearly white or black, has no ink.
std::array<std::uint8_t, 256> ink_of_brightness(const Picture& picture, bool light_ink) {
  constexpr int kNearly = 32;
  const int edge = edge_median(picture), away = light_ink ? edge : 255 - edge;
  const int paper = away <= kNearly ? away : 0;
  std::array<std::uint8_t, 256> inks{};
  for (int bright = 0; bright < 256; ++bright) {
    const int ink = std::max(0, (light_ink ? bright : 255 - bright) - paper);
    inks[static_cast<std::size_t>(bright)] = static_cast<std::uint8_t>((ink * 255 + (255 - paper) / 2) / (255 - paper));
  }
  return inks;
}

}  // namespace

std::vector<std::uint8_t> prepare_picture(const Picture& picture, bool light_ink, std::size_t size, bool centred) {
  const std::array<std::uint8_t, 256> inks = ink_of_brightness(picture, light_ink);
  const auto ink = [&](std::uint8_t bright) { return inks[bright]; };
  std::vector<std::uint8_t> pixels;
  if (!centred && picture.width == size && picture.height == size) {
    for (const std::uint8_t bright : picture.brightness) pixels.push_back(ink(bright));
    return pixels;
  }
  const std::size_t side = std::max(picture.width, picture.height);
  Tensor square = zeros({side, side});
  const std::size_t left = (side - picture.width) / 2, top = (side - picture.height) / 2;
  for (std::size_t row = 0; row < picture.height; ++row)
    for (std::size_t column = 0; column < picture.width; ++column)
      square.data()[(top + row) * side + left + column] =
          static_cast<float>(ink(picture.brightness[row * picture.width + column])) / 255.0F;
  const std::size_t factor = (size + side - 1) / side;
  const Tensor digit = prepare_drawing(factor > 1 ? enlarged(square, factor) : square, size, centred);
  for (const float value : digit) pixels.push_back(static_cast<std::uint8_t>(std::lround(255 * value)));
  return pixels;
}

bool has_light_edge(const Picture& picture) { return edge_median(picture) > 127; }

}  // namespace latentwalk
