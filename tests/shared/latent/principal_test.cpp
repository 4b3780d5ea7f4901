#include "latentwalk/principal.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "latentwalk/latent.hpp"
#include "latentwalk/plane.hpp"
#include "latentwalk/rng.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;

TEST_CASE("principal axes find the direction and the share of a stretched cloud off its centre") {
  Rng rng(2);
  Tensor points = zeros({3000, 3});
  for (std::size_t n = 0; n < 3000; ++n) {
    const double a = 3 * rng.normal(), b = rng.normal(), c = 0.1 * rng.normal();
    points(n, 0) = static_cast<float>(5 + 0.6 * a - 0.8 * b);
    points(n, 1) = static_cast<float>(-2 + 0.8 * a + 0.6 * b);
    points(n, 2) = static_cast<float>(c);
  }
  const PrincipalAxes found = principal_axes(points, 2);
  CHECK(std::abs(found.mean(0) - 5) < 0.15);
  CHECK(std::abs(found.mean(1) + 2) < 0.15);
  CHECK(std::abs(found.axes(0, 0) - 0.6) < 0.02);
  CHECK(std::abs(found.axes(0, 1) - 0.8) < 0.02);
  CHECK(std::abs(found.axes(1, 0) - 0.8) < 0.02);  // the largest coordinate is positive
  CHECK(std::abs(found.shares[0] - 9 / 10.01) < 0.02);
  double across = 0;
  for (std::size_t i = 0; i < 3; ++i) across += static_cast<double>(found.axes(0, i)) * found.axes(1, i);
  CHECK(std::abs(across) < 1e-6);

  const Tensor corners = principal_plane(found), places = places_on_plane(corners, corners);
  CHECK(places(1, 0) == doctest::Approx(1));
  CHECK(places(2, 1) == doctest::Approx(1));
}

TEST_CASE("axes of a covariance known by hand: variances 3 and 1 along the diagonals") {
  Tensor points = zeros({4, 2});
  const float r = std::sqrt(3.0F);
  for (std::size_t n = 0; n < 4; ++n) {
    const float along = n < 2 ? (n == 0 ? r : -r) : 0.0F, across = n < 2 ? 0.0F : (n == 2 ? 1.0F : -1.0F);
    points(n, 0) = along + across;
    points(n, 1) = along - across;
  }
  const PrincipalAxes found = principal_axes(points, 2);
  CHECK(found.shares[0] == doctest::Approx(0.75));
  CHECK(found.axes(0, 0) == doctest::Approx(std::sqrt(0.5)));
  CHECK(found.axes(0, 1) == doctest::Approx(std::sqrt(0.5)));
}

TEST_CASE("the two widest directions of very long points are found too") {
  Rng rng(3);
  constexpr std::size_t kDim = 20000, kCount = 60;
  Tensor points = zeros({kCount, kDim});
  for (float& value : points) value = static_cast<float>(0.001 * rng.normal());
  for (std::size_t n = 0; n < kCount; ++n) {
    points(n, 7) += static_cast<float>(1 + 3 * rng.normal());
    points(n, 19000) -= static_cast<float>(1.5 * rng.normal());
  }
  const PrincipalAxes found = principal_axes(points, 2);
  CHECK(std::abs(found.axes(0, 7) - 1) < 0.05);
  CHECK(std::abs(found.axes(1, 19000) - 1) < 0.05);
  CHECK(found.shares[0] > found.shares[1]);
  CHECK(found.shares[0] + found.shares[1] > 0.98);
}

TEST_CASE("points that do not spread have a mean and no shares, and wrong points are refused") {
  Tensor points = zeros({5, 3});
  points.fill(2.0F);
  const PrincipalAxes found = principal_axes(points, 2);
  CHECK(found.mean(1) == doctest::Approx(2));
  CHECK(found.shares == std::vector<double>{0, 0});
  CHECK(tests::message_of([&] { principal_axes(points, 4); }) == "principal axes: 1 to 3 axes expected, found 4");
  points(3, 1) = std::nanf("");
  CHECK(tests::contains(tests::message_of([&] { principal_axes(points, 2); }), "element 10 is not a finite number"));
}
