#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "latentwalk/image.hpp"

/// Pictures to write, and reading them back with a decoder that is not ours (stb_image).
namespace latentwalk::tests {

/// A picture with every grey, and without a symmetry that would hide swapped axes.
inline GreyImage gradient(std::size_t width, std::size_t height, std::size_t offset = 0) {
  GreyImage image{width, height, {}};
  for (std::size_t i = 0; i < width * height; ++i) image.pixels.push_back(static_cast<std::uint8_t>(i * 7 + offset));
  return image;
}

/// An empty picture if the bytes do not decode, or not to greys.
GreyImage decode_png(std::span<const std::uint8_t> bytes);

struct Animation {
  std::vector<GreyImage> frames;
  std::vector<int> delays_ms;
};
Animation decode_gif(std::span<const std::uint8_t> bytes);

/// Whether a GIF says that it repeats for ever.
bool repeats_for_ever(std::span<const std::uint8_t> bytes);

}  // namespace latentwalk::tests
