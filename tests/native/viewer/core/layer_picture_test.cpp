// Pictures of a layer's outputs: where each value lies, and how much ink it gets.
#include "viewer/core/layer_picture.hpp"

#include <doctest/doctest.h>

using namespace latentwalk;
using namespace latentwalk::viewer;

TEST_CASE("maps stand side by side with a gap, and 1 is half ink") {
  Inside::Layer layer{0, {}, {3, 1, 2}, {1, -1, 3, 0, 0, 0}};
  const LayerPicture picture = layer_picture(layer, false, 1);
  REQUIRE(picture.width == 5);  // two maps of two values and the gap
  REQUIRE(picture.height == 3);
  CHECK(picture.ink[0] == 128);
  CHECK(picture.second[0] == 0);
  CHECK(picture.ink[1] == 0);
  CHECK(picture.second[1] == 128);
  CHECK(picture.ink[2] == 0);
  CHECK(picture.ink[3] == 191);  // 3 / (1 + 3)
}

TEST_CASE("a vector is a grid that is nearly square, each value a square of pixels") {
  Inside::Layer layer{0, {}, {5}, {0, 0, 0, 0, 1}};
  const LayerPicture picture = layer_picture(layer, true, 4);
  REQUIRE(picture.width == 12);
  REQUIRE(picture.height == 8);
  for (std::size_t y = 0; y < 8; ++y)
    for (std::size_t x = 0; x < 12; ++x) CHECK(picture.ink[y * 12 + x] == (y >= 4 && x >= 4 && x < 8 ? 128 : 0));
}

TEST_CASE("a small picture has the first 16 maps, a large one all of them") {
  CHECK(layer_grid({64, 7, 7}, false).columns == 4 * 8 - 1);
  CHECK(layer_grid({64, 7, 7}, true).columns == 8 * 8 - 1);
}
