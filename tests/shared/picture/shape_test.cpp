#include "latentwalk/shape.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/test_files.hpp"

using namespace latentwalk;

namespace {

// Upright or leaning bars (slants.size(), 28, 28).
Tensor bars(const std::vector<double>& slants, double thick) {
  Tensor images = zeros({slants.size(), 28, 28});
  for (std::size_t n = 0; n < slants.size(); ++n)
    for (std::size_t y = 4; y < 24; ++y)
      for (std::size_t x = 0; x < 28; ++x) {
        const double away = static_cast<double>(x) - 14 + slants[n] * (static_cast<double>(y) - 14);
        if (std::abs(away) < thick) images(n, y, x) = 1.0F;
      }
  return images;
}

const std::vector<double> kSlants{-0.3, -0.1, 0.1, 0.3};

std::vector<double> shifted(double by) {
  std::vector<double> slants = kSlants;
  for (double& slant : slants) slant += by;
  return slants;
}

}  // namespace

TEST_CASE("a leaning bar has its slant and a bold one its ink") {
  const auto shapes = digit_shapes(bars({0, 0.4, -0.4}, 2));
  CHECK(std::abs(shapes[0].slant) < 1e-6);
  CHECK(std::abs(shapes[1].slant - 0.4) < 0.06);
  CHECK(std::abs(shapes[2].slant + 0.4) < 0.06);
  CHECK(shapes[0].height == doctest::Approx(std::sqrt(399.0 / 12)));  // 20 rows
  CHECK(digit_shapes(bars({0}, 4))[0].ink > 1.6 * shapes[0].ink);
  const DigitShape blank = digit_shapes(zeros({1, 28, 28}))[0];
  CHECK(blank.ink == 0);
  CHECK(blank.width == 0);
}

TEST_CASE("the clearest change is the one that was made") {
  const Tensor thin = bars(kSlants, 2), bold = bars(kSlants, 4);
  const auto bolder = clear_changes(thin, bold);
  REQUIRE_FALSE(bolder.empty());
  CHECK(bolder[0].measure == ShapeMeasure::ink);
  CHECK(bolder[0].change > 0);
  const auto left = clear_changes(bars(shifted(0.4), 2), bars(shifted(-0.4), 2));
  REQUIRE(left.size() == 1);
  CHECK(left[0].measure == ShapeMeasure::slant);
  CHECK(left[0].change == doctest::Approx(-0.8).epsilon(0.1));
  const auto both = clear_changes(bars(shifted(0.4), 4), bars(shifted(-0.4), 2));
  REQUIRE(both.size() == 2);
  CHECK(both[0].measure == ShapeMeasure::ink);
  CHECK(both[0].change < 0);
  CHECK(both[1].measure == ShapeMeasure::slant);
  CHECK(clear_changes(thin, thin).empty());
  CHECK(tests::contains(tests::message_of([&] { clear_changes(thin, bars({0}, 2)); }), "two sets of as many images"));
}
