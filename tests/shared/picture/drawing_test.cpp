#include "latentwalk/drawing.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/test_files.hpp"

using namespace latentwalk;

namespace {

Tensor block(std::size_t left, std::size_t top, std::size_t wide, std::size_t high) {
  Tensor drawing = zeros({kPadSide, kPadSide});
  for (std::size_t y = top; y < top + high; ++y)
    for (std::size_t x = left; x < left + wide; ++x) drawing(y, x) = 1.0F;
  return drawing;
}

double sum_of(const Tensor& picture) {
  double sum = 0;
  for (const float ink : picture) sum += ink;
  return sum;
}

}  // namespace

TEST_CASE("a drawing is centred by mass and scaled to 20 pixels, wherever and however large it was") {
  Tensor uneven = block(70, 30, 10, 30);
  for (std::size_t x = 60; x < 70; ++x) uneven(58, x) = 1.0F;  // a foot to the left
  for (const Tensor& drawing : {block(4, 8, 20, 60), uneven}) {
    const Tensor picture = prepare_drawing(drawing);
    double mass = 0, across = 0, down = 0, rows = 0;
    for (std::size_t y = 0; y < 28; ++y) {
      double in_row = 0;
      for (std::size_t x = 0; x < 28; ++x) {
        in_row += picture(y, x);
        across += picture(y, x) * (static_cast<double>(x) + 0.5);
        down += picture(y, x) * (static_cast<double>(y) + 0.5);
      }
      mass += in_row;
      rows += in_row > 0.01 ? 1 : 0;
    }
    CHECK(std::abs(across / mass - 14) < 0.05);
    CHECK(std::abs(down / mass - 14) < 0.05);
    CHECK(rows >= 20);
    CHECK(rows <= 21);  // where the centre of mass is not the middle of a pixel
  }
}

TEST_CASE("a drawing used as it is only becomes smaller, and a blank one stays blank") {
  const Tensor picture = prepare_drawing(block(0, 0, 8, 8), 28, false);
  CHECK(picture(0, 0) == 1.0F);
  CHECK(picture(1, 1) == 1.0F);
  CHECK(picture(0, 2) == 0.0F);
  CHECK(sum_of(picture) == doctest::Approx(4));
  CHECK_FALSE(is_blank(picture));
  const Tensor blank = prepare_drawing(zeros({kPadSide, kPadSide}));
  CHECK(is_blank(blank));
  CHECK(sum_of(blank) == 0);
}

TEST_CASE("ink too faint to see does not widen a drawing, and what is no drawing is refused") {
  Tensor faint = block(40, 40, 20, 20);
  faint(0, 0) = 0.09F;
  CHECK(sum_of(prepare_drawing(faint)) == doctest::Approx(400).epsilon(0.01));
  CHECK(tests::contains(tests::message_of([] { prepare_drawing(zeros({4, 5})); }), "a square expected, found [4, 5]"));
  faint(3, 2) = NAN;
  CHECK(tests::contains(tests::message_of([&] { prepare_drawing(faint); }), "pixel 2, 3 is"));
}

TEST_CASE("a stroke is as wide as the pen, round at its ends, and the eraser takes it away") {
  Tensor pad = zeros({kPadSide, kPadSide});
  draw_stroke(pad, 20, 50.3, 80, 50.3);
  double column = 0;
  for (std::size_t y = 0; y < kPadSide; ++y) column += pad(y, 50);
  CHECK(std::abs(column - 2 * kPenRadius) <= 1);
  CHECK(std::abs(sum_of(pad) - (60 * 2 * kPenRadius + M_PI * kPenRadius * kPenRadius)) < 10);
  CHECK(pad(50, 16) == 1.0F);
  CHECK(pad(46, 16) == 0.0F);
  draw_stroke(pad, 20, 50.3, 80, 50.3, kPenRadius, true);
  CHECK(sum_of(pad) == 0);
  draw_stroke(pad, -500, -500, -90, 3000);
  CHECK(sum_of(pad) == 0);
  CHECK(tests::contains(tests::message_of([&] { draw_stroke(pad, NAN, 0, 1, 1); }), "not a finite number"));
}
