// Drawing by hand.
#include "viewer/core/drawing.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace latentwalk;
using namespace latentwalk::viewer;

TEST_CASE("a drawn stroke leaves ink, an eraser takes it away, and a blank sheet stays blank when centred") {
  Drawing drawing = blank_drawing(28, 20);
  CHECK(is_blank(drawing));
  CHECK(is_blank(centred(drawing)));
  stroke(drawing, 3, 3, 3, 12);
  CHECK_FALSE(is_blank(drawing));
  CHECK(drawing.ink[8 * 28 + 3] > 0.8F);
  CHECK(drawing.ink[8 * 28 + 20] == 0.0F);
  stroke(drawing, 3, 0, 3, 20, true);
  CHECK(is_blank(drawing));
}

TEST_CASE("a digit drawn small in a corner is centred by its mass and scaled as MNIST's are") {
  Drawing drawing = blank_drawing(28, 28);
  stroke(drawing, 3, 3, 3, 11);
  stroke(drawing, 3, 11, 7, 11);
  const Drawing result = centred(drawing);
  double mass = 0, x = 0, y = 0;
  int top = 28, bottom = 0;
  for (int row = 0; row < 28; ++row)
    for (int column = 0; column < 28; ++column) {
      const double ink = result.ink[static_cast<std::size_t>(row) * 28 + static_cast<std::size_t>(column)];
      mass += ink, x += ink * (column + 0.5), y += ink * (row + 0.5);
      if (ink > 0.3) top = std::min(top, row), bottom = std::max(bottom, row);
    }
  CHECK(std::abs(x / mass - 14) < 0.5);
  CHECK(std::abs(y / mass - 14) < 0.5);
  CHECK(bottom - top + 1 >= 18);
  CHECK(bottom - top + 1 <= 21);
}
