// A GAN on a line, held against the closed forms of theory.hpp.
#include "latentwalk/line_gan.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace latentwalk;

namespace {

double point(std::size_t i) { return 8.0 * static_cast<double>(i) / (kLineGanPoints - 1) - 4.0; }

/// The mean of |D - D*| under (p + q) / 2.
double discriminator_error(const LineGanConfig& config, const Tensor& curves) {
  double sum = 0, mass = 0;
  for (std::size_t i = 0; i < kLineGanPoints; ++i) {
    const double weight = std::exp(log_density(config.p, point(i))) + std::exp(log_density(config.q, point(i)));
    if (weight == 0) continue;
    sum += weight * std::abs(static_cast<double>(curves(0, i)) - optimal_discriminator(config.p, config.q, point(i)));
    mass += weight;
  }
  return sum / mass;
}

struct Moments {
  double mean = 0, deviation = 0;
};
Moments generated(const Tensor& curves) {
  double mass = 0, sum = 0, squares = 0;
  for (std::size_t i = 0; i < kLineGanPoints; ++i) {
    const double weight = static_cast<double>(curves(1, i));
    mass += weight;
    sum += weight * point(i);
    squares += weight * point(i) * point(i);
  }
  const double mean = sum / mass;
  return {mean, std::sqrt(squares / mass - mean * mean)};
}

double largest_lesson(const Tensor& curves, double low, double high) {
  double most = 0;
  for (std::size_t i = 0; i < kLineGanPoints; ++i)
    if (point(i) >= low && point(i) <= high) most = std::max(most, std::abs(static_cast<double>(curves(2, i))));
  return most;
}

const LineDensity kLeft{DensityShape::normal, -1.0, 1.0}, kRight{DensityShape::normal, 1.0, 1.0};

}  // namespace

TEST_CASE("the trained discriminator approaches the optimal one for every pair of shapes") {
  for (const DensityShape p : {DensityShape::normal, DensityShape::uniform, DensityShape::bumps})
    for (const DensityShape q : {DensityShape::normal, DensityShape::bumps}) {
      const LineGanConfig config{{p, -1.0, 1.0}, {q, 1.0, 1.0}, false, GeneratorLoss::minimax, 1};
      LineGan gan(config);
      const double before = discriminator_error(config, gan.curves());
      gan.step(400);
      const double after = discriminator_error(config, gan.curves());
      CAPTURE(static_cast<int>(p));
      CAPTURE(static_cast<int>(q));
      CHECK(before > 0.2);
      CHECK(after < 0.05);
      CHECK(gan.steps_done() == 400);
    }
}

TEST_CASE("the generator starts with q and reaches the data with both losses") {
  for (const GeneratorLoss loss : {GeneratorLoss::minimax, GeneratorLoss::non_saturating}) {
    LineGan gan({kLeft, kRight, true, loss, 1});
    const Moments first = generated(gan.curves());
    CHECK(first.mean == doctest::Approx(1.0).epsilon(0.1));
    gan.step(1500);
    const Moments last = generated(gan.curves());
    CAPTURE(static_cast<int>(loss));
    CHECK(std::abs(last.mean + 1.0) < 0.25);
    CHECK(std::abs(last.deviation - 1.0) < 0.3);
  }
}

TEST_CASE("far from the data the minimax gradient vanishes, and the non-saturating one does not") {
  const LineDensity p{DensityShape::normal, -2.5, 0.3}, q{DensityShape::normal, 2.5, 0.3};
  double lessons[2] = {};
  double places[2] = {};
  for (const GeneratorLoss loss : {GeneratorLoss::minimax, GeneratorLoss::non_saturating}) {
    const std::size_t k = loss == GeneratorLoss::minimax ? 0 : 1;
    LineGan alone({p, q, false, loss, 1});
    alone.step(200);
    lessons[k] = largest_lesson(alone.curves(), 2.0, 3.0);
    LineGan gan({p, q, true, loss, 1});
    gan.step(200);
    places[k] = generated(gan.curves()).mean;
  }
  CHECK(lessons[0] < 0.02);
  CHECK(lessons[1] > 0.2);
  CHECK(places[1] < places[0] - 0.5);
}

TEST_CASE("a seed repeats a training bit for bit, and a density out of range is refused") {
  const LineGanConfig config{kLeft, kRight, true, GeneratorLoss::non_saturating, 7};
  LineGan one(config), same(config), other({kLeft, kRight, true, GeneratorLoss::non_saturating, 8});
  for (LineGan* gan : {&one, &same, &other}) gan->step(20);
  CHECK(one.curves() == same.curves());
  CHECK(one.curves() != other.curves());
  CHECK_THROWS(LineGan({{DensityShape::normal, 9.0, 1.0}, kRight, false, GeneratorLoss::minimax, 1}));
}
