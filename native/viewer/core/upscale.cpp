#include "viewer/core/upscale.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace latentwalk::viewer {
namespace {

/// Much enlarged, even this filter shows the pixels' stairs: the B-spline of the same family does not.
constexpr float kMuch = 6.0F;

float b_spline(float distance) {
  const float x = std::abs(distance);
  if (x < 1) return (3.0F * x * x * x - 6.0F * x * x + 4.0F) / 6.0F;
  if (x < 2) return (2.0F - x) * (2.0F - x) * (2.0F - x) / 6.0F;
  return 0;
}

float mitchell(float distance) {
  const float x = std::abs(distance);
  if (x < 1) return (7.0F * x * x * x - 12.0F * x * x + 16.0F / 3.0F) / 6.0F;
  if (x < 2) return (-7.0F / 3.0F * x * x * x + 12.0F * x * x - 20.0F * x + 32.0F / 3.0F) / 6.0F;
  return 0;
}

struct Taps {
  std::array<std::size_t, 4> from;
  std::array<float, 4> weight;
};

/// For each of `to` places the four source pixels it mixes; the edge pixel goes on beyond the edge.
std::vector<Taps> taps(std::size_t from, std::size_t to) {
  const auto weight = static_cast<float>(to) > kMuch * static_cast<float>(from) ? b_spline : mitchell;
  std::vector<Taps> all(to);
  for (std::size_t i = 0; i < to; ++i) {
    const float at = (static_cast<float>(i) + 0.5F) * static_cast<float>(from) / static_cast<float>(to) - 0.5F;
    const float base = std::floor(at);
    for (int k = 0; k < 4; ++k) {
      const int index = static_cast<int>(base) + k - 1;
      all[i].from[k] = static_cast<std::size_t>(std::clamp(index, 0, static_cast<int>(from) - 1));
      all[i].weight[k] = weight(at - static_cast<float>(index));
    }
  }
  return all;
}

}  // namespace

std::vector<std::uint8_t> upscale(const float* ink, std::size_t width, std::size_t height, std::size_t to_width,
                                  std::size_t to_height) {
  const std::vector<Taps> columns = taps(width, to_width), rows = taps(height, to_height);
  std::vector<float> wide(height * to_width);
  for (std::size_t y = 0; y < height; ++y)
    for (std::size_t x = 0; x < to_width; ++x)
      for (int k = 0; k < 4; ++k) wide[y * to_width + x] += columns[x].weight[k] * ink[y * width + columns[x].from[k]];
  std::vector<std::uint8_t> result(to_width * to_height);
  for (std::size_t y = 0; y < to_height; ++y)
    for (std::size_t x = 0; x < to_width; ++x) {
      float sum = 0;
      for (int k = 0; k < 4; ++k) sum += rows[y].weight[k] * wide[rows[y].from[k] * to_width + x];
      result[y * to_width + x] = static_cast<std::uint8_t>(std::lround(255.0F * std::clamp(sum, 0.0F, 1.0F)));
    }
  return result;
}

}  // namespace latentwalk::viewer
