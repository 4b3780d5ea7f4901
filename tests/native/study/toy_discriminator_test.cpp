// A trained discriminator against the theory.
#include "study/toy_discriminator.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace latentwalk;

TEST_CASE("a discriminator trained by LibTorch comes to the theory's value and to D*") {
  for (const ToyCase& toy :
       {ToyCase{ToyShape::normals, 0.0}, ToyCase{ToyShape::normals, 2.0}, ToyCase{ToyShape::uniforms, 2.0}}) {
    CAPTURE(toy.distance);
    const Json result = measure_toy(toy, 800, 7);
    const double value = result["trained_value"].get<double>(), theory = result["value"].get<double>();
    CHECK(std::abs(value - theory) < kToyValueTolerance);
    CHECK(value <= theory + 1e-6);  // D* is the best there is
    CHECK(result["discriminator_error"].get<double>() < kToyDiscriminatorTolerance);
  }
}

TEST_CASE("an untrained discriminator is far from the theory: the tolerances can be missed") {
  const Json result = measure_toy({ToyShape::normals, 2.0}, 1, 7);
  CHECK(result["value"].get<double>() - result["trained_value"].get<double>() > 10.0 * kToyValueTolerance);
}
