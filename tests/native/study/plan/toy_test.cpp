// The one-dimensional toy against closed forms.
#include "study/plan/toy.hpp"

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
