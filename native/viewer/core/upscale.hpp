#pragma once

#include <cstdint>
#include <vector>

namespace latentwalk::viewer {

/// A picture's ink (height, width), in [0, 1], enlarged to any size by a cubic filter (Mitchell and Netravali, 1988:
/// neither blocks nor the stars of a linear one; more than six times, the cubic B-spline), as 8-bit coverage.
std::vector<std::uint8_t> upscale(const float* ink, std::size_t width, std::size_t height, std::size_t to_width,
                                  std::size_t to_height);

}  // namespace latentwalk::viewer
