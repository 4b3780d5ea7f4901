// Planes in latent space.
#include "viewer/core/projection.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "latentwalk/rng.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;

TEST_CASE("the principal plane finds the two directions in which points spread") {
  Tensor points = zeros({400, 5});
  Rng rng(3);
  for (std::size_t n = 0; n < 400; ++n)
    for (std::size_t i = 0; i < 5; ++i)
      points(n, i) = static_cast<float>((i == 3 ? 4.0 : i == 1 ? 2.0 : 0.1) * rng.normal());
  const Projection plane = principal_plane(points);
  CHECK(std::abs(plane.right[3]) > 0.98F);
  CHECK(std::abs(plane.down[1]) > 0.98F);
  const auto [x, y] = plane.place(plane.latent(1.5, -0.5).data());
  CHECK(x == doctest::Approx(1.5));
  CHECK(y == doctest::Approx(-0.5));
}
