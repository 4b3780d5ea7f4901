#include "study/plan/toy.hpp"

#include <cmath>
#include <limits>

namespace latentwalk {
namespace {

constexpr double kStep = 1.0 / 256.0;  // edges at whole numbers lie between two points

double normal_density(double x) { return std::exp(-0.5 * x * x) / std::sqrt(2.0 * M_PI); }
double uniform_density(double x) { return x >= 0.0 && x <= 1.0 ? 1.0 : 0.0; }

/// log D from the logit, without overflow.
double log_sigmoid(double logit) {
  return logit >= 0 ? -std::log1p(std::exp(-logit)) : logit - std::log1p(std::exp(logit));
}

}  // namespace

ToyGrid toy_grid(const ToyCase& toy) {
  const bool normals = toy.shape == ToyShape::normals;
  const double margin = normals ? 9.0 : 1.0;
  const double low = -margin, high = toy.distance + margin + (normals ? 0.0 : 1.0);
  ToyGrid grid;
  grid.step = kStep;
  const auto count = static_cast<std::size_t>(std::llround((high - low) / kStep));
  for (std::size_t i = 0; i < count; ++i) {
    const double x = low + (static_cast<double>(i) + 0.5) * kStep;
    grid.x.push_back(x);
    grid.p.push_back(normals ? normal_density(x) : uniform_density(x));
    grid.q.push_back(normals ? normal_density(x - toy.distance) : uniform_density(x - toy.distance));
  }
  return grid;
}

Divergences integrate_divergences(const ToyGrid& grid) {
  Divergences sum;
  for (std::size_t i = 0; i < grid.x.size(); ++i) {
    const double p = grid.p[i], q = grid.q[i], m = 0.5 * (p + q);
    if (p > 0) sum.jsd += 0.5 * p * std::log(p / m) * grid.step;
    if (q > 0) sum.jsd += 0.5 * q * std::log(q / m) * grid.step;
    if (p > 0) sum.kl += q > 0 ? p * std::log(p / q) * grid.step : std::numeric_limits<double>::infinity();
  }
  return sum;
}

double integrate_value(const ToyGrid& grid, const std::vector<double>& logits) {
  double value = 0.0;
  for (std::size_t i = 0; i < grid.x.size(); ++i)
    value += (grid.p[i] * log_sigmoid(logits[i]) + grid.q[i] * log_sigmoid(-logits[i])) * grid.step;
  return value;
}

}  // namespace latentwalk
