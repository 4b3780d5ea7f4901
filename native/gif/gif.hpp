#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "latentwalk/image.hpp"

namespace latentwalk {

/// Encodes frames of one size as a greyscale GIF that repeats for ever. Each frame is shown for `delay_centiseconds`,
/// from 2 to 65535; browsers replace shorter delays by 10. Throws Error if there is no frame, the sizes differ, or the
/// delay is out of range.
std::vector<std::uint8_t> encode_gif(const std::vector<GreyImage>& frames, int delay_centiseconds);

/// Writes the frames as a GIF file (encode_gif, write_file).
void write_gif(const std::filesystem::path& path, const std::vector<GreyImage>& frames, int delay_centiseconds);

}  // namespace latentwalk
