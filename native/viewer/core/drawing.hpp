#pragma once

#include <cstddef>
#include <vector>

namespace latentwalk::viewer {

/// A drawn or picked digit, height x width, 0 paper to 1 ink. Positions are in its pixels, (0, 0) the top left corner.
struct Drawing {
  std::size_t width = 28, height = 28;
  std::vector<float> ink = std::vector<float>(28 * 28, 0.0F);

  bool operator==(const Drawing&) const = default;
};

Drawing blank_drawing(std::size_t width, std::size_t height);

bool is_blank(const Drawing& drawing);

/// A stroke of a round soft pen from one point to the other; with `erase` it takes ink away.
void stroke(Drawing& drawing, double from_x, double from_y, double to_x, double to_y, bool erase = false);

/// As MNIST's digits were made: scaled to fill 20 of 28 pixels, then moved so that the centre of mass is in the
/// middle. A blank one stays blank.
Drawing centred(const Drawing& drawing);

}  // namespace latentwalk::viewer
