#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "latentwalk/image.hpp"

namespace latentwalk {

/// Encodes an image as an 8-bit greyscale PNG. Throws Error if the image is empty, larger than 32768 pixels per side,
/// or its pixels do not match its size.
std::vector<std::uint8_t> encode_png(const GreyImage& image);

/// Encodes rows of red, green and blue bytes as an 8-bit colour PNG. Throws Error as encode_png does.
std::vector<std::uint8_t> encode_png_rgb(std::size_t width, std::size_t height,
                                         const std::vector<std::uint8_t>& pixels);

/// Writes the image as a PNG file (encode_png, write_file).
void write_png(const std::filesystem::path& path, const GreyImage& image);

}  // namespace latentwalk
