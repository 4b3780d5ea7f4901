#include "latentwalk/theory.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#include "latent/portable_math.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kHalfLog2Pi = 0.918938533204672741780;
constexpr double kTails = 9.0;  // standard deviations beyond which a normal has no weight in a sum of doubles
constexpr double kTouch = 1e-6;
constexpr std::size_t kCells = 4096;

double deviation_of_bump(const LineDensity& density) { return density.width / 3.0; }

double log_normal(double x, double mean, double deviation) {
  const double distance = (x - mean) / deviation;
  return -0.5 * distance * distance - portable_log(deviation) - kHalfLog2Pi;
}

// e^x of a log-density, which is below 4 for all widths.
double exp_of(double x) {
  constexpr double kShift = 4.0, kScale = 54.5981500331442390781;
  return kScale * portable_exp(std::min(x - kShift, 0.0));
}

// log(1 + e^x)
double softplus(double x) { return std::max(x, 0.0) + portable_log(1.0 + portable_exp(-std::abs(x))); }

struct Range {
  double low, high;
};

// Where a density has weight.
Range range_of(const LineDensity& density) {
  double reach = density.width;
  if (density.shape == DensityShape::normal) reach *= kTails;
  if (density.shape == DensityShape::bumps) reach += kTails * deviation_of_bump(density);
  return {density.centre - reach, density.centre + reach};
}

bool covers(const LineDensity& outer, const LineDensity& inner) {
  if (outer.shape != DensityShape::uniform) return true;
  if (inner.shape != DensityShape::uniform) return false;
  const Range a = range_of(outer), b = range_of(inner);
  return a.low <= b.low + kTouch && a.high >= b.high - kTouch;
}

// The mean of term(log p, log q) under p: Simpson's rule over the range of p, cut where q begins and ends.
template <class Term>
double mean_under(const LineDensity& p, const LineDensity& q, Term term) {
  constexpr double kInside = 1e-9;  // of a cell: the ends of a part lie on its own side of a jump
  const Range range = range_of(p), other = range_of(q);
  const std::array cuts{range.low, std::clamp(other.low, range.low, range.high),
                        std::clamp(other.high, range.low, range.high), range.high};
  double whole = 0.0;
  for (std::size_t part = 0; part + 1 < cuts.size(); ++part) {
    const double step = (cuts[part + 1] - cuts[part]) / static_cast<double>(kCells);
    if (!(step > 0.0)) continue;
    double sum = 0.0;
    for (std::size_t i = 0; i <= kCells; ++i) {
      const bool is_end = i == 0 || i == kCells;
      const double inside = static_cast<double>(i) + (i == 0 ? kInside : i == kCells ? -kInside : 0.0);
      const double x = cuts[part] + inside * step;
      const double log_p = log_density(p, x), share = is_end ? 1.0 : i % 2 == 1 ? 4.0 : 2.0;
      if (log_p > -kInfinity) sum += share * exp_of(log_p) * term(log_p, log_density(q, x));
    }
    whole += sum * step / 3.0;
  }
  return whole;
}

double kl(const LineDensity& p, const LineDensity& q) {
  if (!covers(q, p)) return kInfinity;
  const auto ratio = [](double log_p, double log_q) { return log_q > -kInfinity ? log_p - log_q : 0.0; };
  return std::max(0.0, mean_under(p, q, ratio));
}

// KL(p || (p + q) / 2)
double kl_to_middle(const LineDensity& p, const LineDensity& q) {
  const auto ratio = [](double log_p, double log_q) {
    return kLn2 - (log_q > -kInfinity ? softplus(log_q - log_p) : 0.0);
  };
  return mean_under(p, q, ratio);
}

}  // namespace

void check_density(const LineDensity& density, std::string_view where) {
  if (!(std::abs(density.centre) <= kMostCentre))
    fail(where, ": the centre is ", density.centre, ", expected a number from ", -kMostCentre, " to ", kMostCentre);
  if (!(density.width >= kLeastWidth - kTouch && density.width <= kMostWidth))
    fail(where, ": the width is ", density.width, ", expected a number from ", kLeastWidth, " to ", kMostWidth);
}

double log_density(const LineDensity& density, double x) {
  const auto& [shape, centre, width] = density;
  if (shape == DensityShape::normal) return log_normal(x, centre, width);
  if (shape == DensityShape::uniform) return std::abs(x - centre) <= width ? -portable_log(2.0 * width) : -kInfinity;
  const double deviation = deviation_of_bump(density);
  const double left = log_normal(x, centre - width, deviation), right = log_normal(x, centre + width, deviation);
  return left + softplus(right - left) - kLn2;
}

double optimal_discriminator(const LineDensity& p, const LineDensity& q, double x) {
  const double log_p = log_density(p, x), log_q = log_density(q, x);
  if (log_p == -kInfinity) return log_q == -kInfinity ? std::numeric_limits<double>::quiet_NaN() : 0.0;
  if (log_q == -kInfinity) return 1.0;
  const double small = portable_exp(-std::abs(log_p - log_q));
  return (log_p > log_q ? 1.0 : small) / (1.0 + small);
}

Tensor line_curves(const LineDensity& p, const LineDensity& q, std::size_t count) {
  check_density(p, "p");
  check_density(q, "q");
  if (count < 2 || count > kMaxLinePoints)
    fail("line_curves: count is ", count, ", expected 2 to ", kMaxLinePoints, " points");
  Tensor curves = zeros({4, count});
  float* row = curves.data();
  for (std::size_t i = 0; i < count; ++i, ++row) {
    const double x = kLineEnd * (2.0 * static_cast<double>(i) / static_cast<double>(count - 1) - 1.0);
    row[0] = static_cast<float>(x);
    row[count] = static_cast<float>(exp_of(log_density(p, x)));
    row[2 * count] = static_cast<float>(exp_of(log_density(q, x)));
    row[3 * count] = static_cast<float>(optimal_discriminator(p, q, x));
  }
  return curves;
}

Divergences divergences(const LineDensity& p, const LineDensity& q) {
  check_density(p, "p");
  check_density(q, "q");
  const double jsd = std::clamp(0.5 * (kl_to_middle(p, q) + kl_to_middle(q, p)), 0.0, kLn2);
  return {kl(p, q), kl(q, p), jsd, 2.0 * jsd - 2.0 * kLn2};
}

}  // namespace latentwalk
