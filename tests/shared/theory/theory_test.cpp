#include "latentwalk/theory.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "tests/support/test_files.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
const double kLog2 = std::log(2.0);

LineDensity normal(double centre, double width) { return {DensityShape::normal, centre, width}; }
LineDensity uniform(double centre, double width) { return {DensityShape::uniform, centre, width}; }
LineDensity bumps(double centre, double width) { return {DensityShape::bumps, centre, width}; }

double kl_of_normals(const LineDensity& p, const LineDensity& q) {
  const double distance = p.centre - q.centre;
  return std::log(q.width / p.width) + (p.width * p.width + distance * distance) / (2.0 * q.width * q.width) - 0.5;
}

}  // namespace

TEST_CASE("both KL divergences of normals are those of the closed form") {
  for (const LineDensity& p : {normal(0, 1), normal(-1.5, 0.4), normal(3, 0.2), normal(0.3, 2)})
    for (const LineDensity& q : {normal(1, 1), normal(-3, 2), normal(0.5, 0.2), normal(-3, 0.2)}) {
      const Divergences found = divergences(p, q);
      CHECK(found.kl == doctest::Approx(kl_of_normals(p, q)).epsilon(1e-9));
      CHECK(found.reverse_kl == doctest::Approx(kl_of_normals(q, p)).epsilon(1e-9));
    }
}

TEST_CASE("disjoint uniforms are log 2 apart by JSD and infinitely by KL, and V is 0") {
  const Divergences found = divergences(uniform(-2, 0.5), uniform(1.5, 1));
  CHECK(found.jsd == doctest::Approx(kLog2).epsilon(1e-12));
  CHECK(found.kl == kInfinity);
  CHECK(found.reverse_kl == kInfinity);
  CHECK(std::abs(found.value) < 1e-12);
}

TEST_CASE("of nested uniforms only the KL from the inner one is finite: the logarithm of their widths' ratio") {
  const Divergences found = divergences(uniform(0.25, 0.5), uniform(0, 1));
  CHECK(found.kl == doctest::Approx(kLog2).epsilon(1e-8));
  CHECK(found.reverse_kl == kInfinity);
  // Half of q lies outside p: JSD = 1/2 (log 4/3) + 1/2 (1/2 log 2 + 1/2 log 2/3).
  const double jsd = 0.5 * std::log(4.0 / 3.0) + 0.25 * (kLog2 + std::log(2.0 / 3.0));
  CHECK(found.jsd == doctest::Approx(jsd).epsilon(1e-8));
  CHECK(divergences(normal(0, 1), uniform(0, 1)).kl == kInfinity);
  CHECK(divergences(uniform(0, 1), normal(0, 1)).kl ==
        doctest::Approx(0.5 * std::log(2 * 3.14159265358979) + 1.0 / 6.0 - kLog2).epsilon(1e-8));
}

TEST_CASE("for p = q every divergence is 0 and V is -log 4") {
  for (const LineDensity& p : {normal(1, 0.7), uniform(-1, 0.3), bumps(0.5, 1.5)}) {
    const Divergences found = divergences(p, p);
    CHECK(found.jsd == 0.0);
    CHECK(found.kl == 0.0);
    CHECK(found.reverse_kl == 0.0);
    CHECK(found.value == doctest::Approx(-std::log(4.0)).epsilon(1e-15));
  }
}

TEST_CASE("V is the value of D* in equation 14: a plain sum over the line gives the same") {
  const LineDensity p = bumps(-0.5, 1), q = normal(0.5, 1.2);
  double value = 0.0, mass = 0.0;
  const double step = 1e-3;
  for (double x = -15; x < 15; x += step) {
    const double d = optimal_discriminator(p, q, x);
    const double of_p = std::exp(log_density(p, x)), of_q = std::exp(log_density(q, x));
    mass += of_p * step;
    if (d > 0) value += of_p * std::log(d) * step;
    if (d < 1) value += of_q * std::log(1 - d) * step;
  }
  CHECK(mass == doctest::Approx(1).epsilon(1e-9));
  CHECK(divergences(p, q).value == doctest::Approx(value).epsilon(1e-6));
}

TEST_CASE("curves have x, p, q and D* = p / (p + q), which is not a number where neither is") {
  const LineDensity p = normal(-1, 1), q = uniform(2, 1);
  const Tensor curves = line_curves(p, q, 81);
  REQUIRE(shape_of(curves) == Shape{4, 81});
  CHECK(curves(0, 0) == -4.0F);
  CHECK(curves(0, 80) == 4.0F);
  for (std::size_t i = 0; i < 81; ++i) {
    CHECK(curves(1, i) == doctest::Approx(std::exp(log_density(p, curves(0, i)))).epsilon(1e-5));
    CHECK(curves(3, i) == doctest::Approx(curves(1, i) / (curves(1, i) + curves(2, i))).epsilon(1e-5));
  }
  CHECK(curves(2, 60) == 0.5F);
  CHECK(std::isnan(line_curves(uniform(-2, 1), uniform(2, 1), 81)(3, 40)));
}

TEST_CASE("a density out of range is refused") {
  CHECK(contains(message_of([] { divergences(normal(3.1, 1), normal(0, 1)); }), "p: the centre is 3.1"));
  CHECK(contains(message_of([] { divergences(normal(0, 1), normal(0, 0.1)); }), "q: the width is 0.1"));
  CHECK(contains(message_of([] { divergences(normal(0, 1), normal(std::nan(""), 1)); }), "q: the centre is nan"));
  CHECK(contains(message_of([] { line_curves(normal(0, 1), normal(0, 1), 1); }), "count is 1"));
}
