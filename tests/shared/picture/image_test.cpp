#include "latentwalk/image.hpp"

#include <doctest/doctest.h>

#include "tests/support/test_files.hpp"

using namespace latentwalk;

TEST_CASE("a sheet lays digits out row by row with even gutters") {
  Tensor images = zeros({3, 2, 4});
  for (std::size_t i = 0; i < 8; ++i) images.data()[8 + i] = 1.0F;  // the second digit is all ink
  const GreyImage sheet = image_sheet(images, {.columns = 2, .scale = 1, .gutter = 3, .dark = false});
  REQUIRE(sheet.width == 2 * (4 + 3) + 3);
  REQUIRE(sheet.height == 2 * (2 + 3) + 3);
  const auto paper = sheet.pixels[0];
  for (std::size_t y = 0; y < sheet.height; ++y)
    for (std::size_t x = 0; x < sheet.width; ++x) {
      const bool ink = y >= 3 && y < 5 && x >= 10 && x < 14;
      CHECK((sheet.pixels[y * sheet.width + x] < paper) == ink);
    }
}

TEST_CASE("ink is dark on light paper, and light on dark paper") {
  Tensor images = zeros({1, 1, 1});
  images(0, 0, 0) = 1.0F;
  const GreyImage light = image_sheet(images, {.scale = 1, .gutter = 1}),
                  dark = image_sheet(images, {.scale = 1, .gutter = 1, .dark = true});
  CHECK(light.pixels[4] < light.pixels[0]);
  CHECK(dark.pixels[4] > dark.pixels[0]);
}

TEST_CASE("enlarged digits are interpolated, with no pixel beyond its neighbours") {
  Tensor images = zeros({1, 1, 2});
  images(0, 0, 1) = 1.0F;
  const GreyImage sheet = image_sheet(images, {.scale = 4, .gutter = 0});
  REQUIRE(sheet.width == 8);
  for (std::size_t x = 1; x < 8; ++x) CHECK(sheet.pixels[x] <= sheet.pixels[x - 1]);
  CHECK(sheet.pixels[3] > sheet.pixels[4]);
}

TEST_CASE("without a number of columns the sheet is as square as it can be") {
  CHECK(image_sheet(zeros({10, 1, 1}), {.scale = 1, .gutter = 0}).width == 4);
  CHECK(image_sheet(zeros({64, 1, 1}), {.scale = 1, .gutter = 0}).width == 8);
  CHECK(tests::contains(tests::message_of([] { image_sheet(zeros({0, 1, 1})); }), "at least one image"));
}
