#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "latentwalk/image.hpp"

namespace latentwalk {

/// The image as an 8-bit grey PNG. Throws Error on an empty image or one whose pixels do not match its size.
std::vector<std::uint8_t> encode_png(const GreyImage& image);

/// Red, green and blue, row after row: a picture of a window.
std::vector<std::uint8_t> encode_png_rgb(std::size_t width, std::size_t height,
                                         const std::vector<std::uint8_t>& pixels);

/// encode_png, then write_file.
void write_png(const std::filesystem::path& path, const GreyImage& image);

}  // namespace latentwalk
