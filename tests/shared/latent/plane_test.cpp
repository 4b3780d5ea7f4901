#include "latentwalk/plane.hpp"

#include <doctest/doctest.h>

#include "latentwalk/latent.hpp"
#include "tests/support/test_files.hpp"
#include "tests/support/tiny_models.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

namespace {

Tensor places(const std::vector<std::pair<float, float>>& list) {
  Tensor result = zeros({list.size(), 2});
  for (std::size_t n = 0; n < list.size(); ++n) {
    result(n, 0) = list[n].first;
    result(n, 1) = list[n].second;
  }
  return result;
}

Tensor some_corners() { return sample_latents(tests::tiny_model("tiny-gan").spec, 8, 3); }

}  // namespace

TEST_CASE("a plane has the three given latents at its corners") {
  const Tensor corners = some_corners();
  const Tensor grid = plane(corners, 4, 3);
  REQUIRE(grid.shape(0) == 12);
  for (std::size_t i = 0; i < 6; ++i) {
    CHECK(grid(0, i) == doctest::Approx(corners(0, i)));
    CHECK(grid(2, i) == doctest::Approx(corners(1, i)));
    CHECK(grid(9, i) == doctest::Approx(corners(2, i)));
  }
}

TEST_CASE("a plane that reaches beyond its corners has them where their places are") {
  const Tensor corners = some_corners();
  const Tensor grid = plane(corners, 7, 7, -0.25, 1.25);  // steps of 0.25
  CHECK(grid(1 * 7 + 1, 2) == doctest::Approx(corners(0, 2)));
  CHECK(grid(1 * 7 + 5, 2) == doctest::Approx(corners(1, 2)));
  CHECK(grid(5 * 7 + 1, 2) == doctest::Approx(corners(2, 2)));
  CHECK(contains(message_of([&] { plane(corners, 0, 2); }), "at least one row"));
}

TEST_CASE("a place on a plane leads to a latent, and the latent back to the place, also where edges are oblique") {
  const Tensor corners = some_corners(), there = places({{0.0F, 0.0F}, {0.25F, -1.5F}, {3.0F, 0.5F}});
  const Tensor back = places_on_plane(corners, plane_points(corners, there));
  for (std::size_t i = 0; i < there.size(); ++i)
    CHECK(back.data()[i] == doctest::Approx(there.data()[i]).epsilon(1e-4).scale(1));
  Tensor line = corners;
  for (std::size_t i = 0; i < line.shape(1); ++i) line(2, i) = line(0, i);
  CHECK(contains(message_of([&] { places_on_plane(line, corners); }), "lie on a line"));
}

TEST_CASE("the nearest point of a plane ignores what lies across it") {
  Tensor corners = coordinate_plane(zeros({4}), 1, 3), latent = zeros({1, 4});
  latent(0, 0) = 9;
  latent(0, 1) = 2;
  latent(0, 3) = -1;
  const Tensor place = places_on_plane(corners, latent);
  CHECK(place(0, 0) == 2.0F);
  CHECK(place(0, 1) == -1.0F);
  CHECK(contains(message_of([] { coordinate_plane(zeros({4}), 1, 1); }), "two different ones below 4"));
}

TEST_CASE("class weights on a plane are one-hot at the corners, sum to 1 everywhere and are never negative") {
  const std::vector<std::int32_t> labels{4, 1, 4};
  const Tensor at =
      class_weights_on_plane(labels, 5, places({{0, 0}, {1, 0}, {0, 1}, {0.5F, 0}, {1, 1}, {-0.25F, -0.25F}}));
  CHECK(at(0, 4) == 1.0F);
  CHECK(at(1, 1) == 1.0F);
  CHECK(at(2, 4) == 1.0F);
  CHECK(at(3, 1) == 0.5F);
  CHECK(at(4, 1) == 0.5F);
  CHECK(at(5, 4) == 1.0F);
  for (std::size_t n = 0; n < at.shape(0); ++n) {
    double sum = 0;
    for (std::size_t c = 0; c < 5; ++c) {
      CHECK(at(n, c) >= 0.0F);
      sum += at(n, c);
    }
    CHECK(sum == doctest::Approx(1));
  }
  CHECK(contains(message_of([&] { class_weights_on_plane(labels, 4, zeros({1, 2})); }), "class label 4"));
}

TEST_CASE("A plane that is led through a latent contains it, and leaves every latent at its place") {
  Tensor corners = zeros({3, 4}), latents = zeros({2, 4});
  for (std::size_t i = 0; i < corners.size(); ++i) corners.data()[i] = static_cast<float>((i * 7) % 5) - 1.5F;
  for (std::size_t i = 0; i < latents.size(); ++i) latents.data()[i] = static_cast<float>((i * 3) % 7) - 2.0F;
  const Tensor moved = plane_through(corners, rows_of(latents, 1, 1));
  const Tensor before = places_on_plane(corners, latents), after = places_on_plane(moved, latents);
  for (std::size_t i = 0; i < before.size(); ++i)
    CHECK(after.data()[i] == doctest::Approx(before.data()[i]).epsilon(1e-5));
  const Tensor back = plane_points(moved, rows_of(after, 1, 1));
  for (std::size_t i = 0; i < 4; ++i) CHECK(back.data()[i] == doctest::Approx(latents(1, i)).epsilon(1e-5));
}

TEST_CASE("Places along a path are at even distances, whatever its points are") {
  Tensor path = zeros({4, 2});
  path(1, 0) = path(2, 0) = 3.0F;  // a point twice
  path(1, 1) = path(2, 1) = 4.0F;
  path(3, 0) = 3.0F;
  path(3, 1) = 9.0F;
  const Tensor places = places_along(path, 5);
  const float expected[] = {0, 0, 1.5F, 2, 3, 4, 3, 6.5F, 3, 9};
  for (std::size_t i = 0; i < 10; ++i) CHECK(places.data()[i] == doctest::Approx(expected[i]));
  const Tensor still = places_along(rows_of(path, 1, 1), 2);
  CHECK(still(1, 1) == 4.0F);
  CHECK_THROWS_AS(places_along(path, 1), Error);
}

TEST_CASE("the reach holds nearly all places, in steps of a half") {
  Tensor many = zeros({1000, 2});
  for (std::size_t n = 0; n < 1000; ++n) many(n, n % 2) = (n % 4 < 2 ? 1.0F : -1.0F) * static_cast<float>(n) / 975;
  CHECK(reach_of(many) == 1.5);  // 994 / 975 = 1.02; 95 % would lie within 1
  many(0, 1) = 99;
  CHECK(reach_of(many) == 1.5);
  CHECK(reach_of(places({{0.1F, 0.2F}})) == 1);
}
