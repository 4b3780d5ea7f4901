#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <vector>

#include "latentwalk/image.hpp"

namespace latentwalk {

/// How long each of `count` frames is shown, in hundredths of a second, the unit of a GIF. The delays differ by at most
/// 1, so that the animation keeps to `fps` on average: 30 frames take 1 second.
std::vector<int> gif_delays(std::size_t count, double fps);

/// Encodes frames of one size as a greyscale GIF that repeats for ever and shows `fps` frames per second, from 0.01 to
/// 50: browsers replace delays below 2 hundredths by 10. Throws Error if there is no frame, the sizes differ, or fps is
/// out of range. `progress` is told the share that is done, 0 to 1; what it throws ends the work.
std::vector<std::uint8_t> encode_gif(const std::vector<GreyImage>& frames, double fps,
                                     const std::function<void(double)>& progress = {});

/// Writes the frames as a GIF file (encode_gif, write_file).
void write_gif(const std::filesystem::path& path, const std::vector<GreyImage>& frames, double fps,
               const std::function<void(double)>& progress = {});

}  // namespace latentwalk
