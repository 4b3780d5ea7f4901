#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "latentwalk/image.hpp"

namespace latentwalk {

/// Frames of one size as a grey GIF that repeats for ever, each shown for `delay_centiseconds` (2 to 65535: browsers
/// slow a shorter delay down to 10). Throws Error where there is no frame or the sizes differ.
std::vector<std::uint8_t> encode_gif(const std::vector<GreyImage>& frames, int delay_centiseconds);

/// encode_gif, then write_file.
void write_gif(const std::filesystem::path& path, const std::vector<GreyImage>& frames, int delay_centiseconds);

}  // namespace latentwalk
