#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "latentwalk/image.hpp"

/// Reading pictures with a decoder that is not ours (stb_image). A picture that is not grey, or does not decode,
/// comes back empty.
namespace latentwalk::tests {

GreyImage decode_png(std::span<const std::uint8_t> bytes);

struct Animation {
  std::vector<GreyImage> frames;
  std::vector<int> delays_ms;
};
Animation decode_gif(std::span<const std::uint8_t> bytes);

/// Whether a GIF says that it repeats for ever.
bool repeats_for_ever(std::span<const std::uint8_t> bytes);

}  // namespace latentwalk::tests
