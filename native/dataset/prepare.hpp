#pragma once

#include <cstdint>
#include <vector>

#include "dataset/picture.hpp"

namespace latentwalk {

/// A picture as a digit of size x size pixels from 0 (paper) to 255 (ink). The whole picture is kept, with paper beside
/// the shorter side; each pixel is the mean over the area that it covers, and a small picture is first enlarged with
/// linear interpolation. `centred`: only what is ink, as prepare_drawing scales and centres it. A picture that has the
/// size already keeps its pixels. Paper that is nearly white or black, as half of the edge shows it, has no ink.
std::vector<std::uint8_t> prepare_picture(const Picture& picture, bool light_ink, std::size_t size, bool centred);

/// Whether the edge of a picture is light: ink on paper, not white on black.
bool has_light_edge(const Picture& picture);

}  // namespace latentwalk
