// The one-dimensional toy against closed forms, and a trained discriminator against the theory.
#include "study/toy.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace latentwalk;

namespace {

std::vector<double> best_logits(const ToyGrid& grid) {
  std::vector<double> logits;
  for (std::size_t i = 0; i < grid.x.size(); ++i) logits.push_back(std::log(grid.p[i]) - std::log(grid.q[i]));
  return logits;
}

}  // namespace

TEST_CASE("the divergence of two normals is half the squared distance of their means") {
  for (const double distance : {0.0, 0.5, 1.0, 2.0, 4.0}) {
    CAPTURE(distance);
    CHECK(integrate_divergences(toy_grid({ToyShape::normals, distance})).kl ==
          doctest::Approx(0.5 * distance * distance).epsilon(1e-6));
  }
}

TEST_CASE("on disjoint supports the JSD is log 2 and the KL divergence infinite") {
  const Divergences exact = integrate_divergences(toy_grid({ToyShape::uniforms, 2.0}));
  CHECK(exact.jsd == doctest::Approx(std::log(2.0)).epsilon(1e-12));
  CHECK(std::isinf(exact.kl));
}

TEST_CASE("uniforms that overlap by half have half the JSD of disjoint ones, and an infinite KL divergence") {
  const Divergences exact = integrate_divergences(toy_grid({ToyShape::uniforms, 0.5}));
  CHECK(exact.jsd == doctest::Approx(0.5 * std::log(2.0)).epsilon(1e-9));
  CHECK(std::isinf(exact.kl));
}

TEST_CASE("the value of the best discriminator is -log 4 + 2 JSD, and any other's is less") {
  for (const double distance : {0.0, 1.0, 4.0}) {
    CAPTURE(distance);
    const ToyGrid grid = toy_grid({ToyShape::normals, distance});
    std::vector<double> logits = best_logits(grid);
    const double best = integrate_value(grid, logits);
    CHECK(best == doctest::Approx(-std::log(4.0) + 2.0 * integrate_divergences(grid).jsd).epsilon(1e-9));
    for (double& logit : logits) logit += 0.3;
    CHECK(integrate_value(grid, logits) < best - 1e-4);
  }
}

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
