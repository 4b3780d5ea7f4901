#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace latentwalk {

/// A grey picture, row-major: (height, width) bytes of brightness, where 255 is white.
struct Picture {
  std::size_t width = 0, height = 0;
  std::vector<std::uint8_t> brightness;
};

/// The longest side and the most pixels of a picture that is decoded, so that a small file does not fill the memory.
inline constexpr std::size_t kMaxPictureSide = 16384, kMaxPicturePixels = std::size_t{1} << 25;

/// Decodes a PNG or JPEG of 8 or 16 bits, grey or colour. Colours become their luma (Rec. 601: 0.299 red + 0.587 green
/// + 0.114 blue). Transparent pixels become paper: white; where what is visible is lighter than middle grey, it is
/// inverted, so that it stays visible. Throws Error, beginning with `name`, on another format, an animation, a damaged
/// or cut file, and a picture above the limits.
Picture decode_picture(std::span<const std::uint8_t> bytes, std::string_view name);

/// The same conversion for pixels in memory: `channels` is 1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGBA).
Picture grey_picture(const std::uint8_t* pixels, std::size_t width, std::size_t height, std::size_t channels);

}  // namespace latentwalk
