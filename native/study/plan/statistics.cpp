#include "study/plan/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <utility>

namespace latentwalk {

double Series::mean() const {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return values.empty() ? 0.0 : sum / static_cast<double>(values.size());
}

double Series::sd() const {
  if (values.size() < 2) return 0.0;
  double sum = 0.0;
  for (const double value : values) sum += (value - mean()) * (value - mean());
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

double Series::standard_error() const {
  return values.empty() ? 0.0 : sd() / std::sqrt(static_cast<double>(values.size()));
}

namespace {

/// The regularised incomplete beta function I_x(a, b) by its continued fraction (DLMF 8.17.22), which converges fast
/// below (a + 1)/(a + b + 2).
double incomplete_beta(double a, double b, double x) {
  if (x <= 0.0 || x >= 1.0) return x <= 0.0 ? 0.0 : 1.0;
  if (x > (a + 1.0) / (a + b + 2.0)) return 1.0 - incomplete_beta(b, a, 1.0 - x);
  constexpr int kTerms = 200;  // far more than it takes
  double fraction = 1.0;
  for (int n = kTerms; n > 0; --n) {
    const double m = n / 2;
    const double term = n % 2 == 0 ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                                   : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    fraction = 1.0 + term / fraction;
  }
  const double scale = std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b);
  return std::exp(scale + a * std::log(x) + b * std::log1p(-x)) / (a * fraction);
}

/// The t that student_t_cdf gives `probability` for, which is from 0.5 to 1.
double student_t_quantile(double probability, double freedom) {
  double low = 0.0, high = 1.0;
  while (student_t_cdf(high, freedom) < probability) high *= 2.0;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2.0;
    (student_t_cdf(middle, freedom) < probability ? low : high) = middle;
  }
  return high;
}

}  // namespace

double student_t_cdf(double t, double freedom) {
  const double tail = incomplete_beta(freedom / 2.0, 0.5, freedom / (freedom + t * t)) / 2.0;
  return t > 0.0 ? 1.0 - tail : tail;
}

Difference difference(const Series& a, const Series& b) {
  Difference found;
  found.mean = a.mean() - b.mean();
  const auto variance = [](const Series& series) { return series.standard_error() * series.standard_error(); };
  const double va = variance(a), vb = variance(b), error = std::sqrt(va + vb);
  if (a.values.size() < 2 || b.values.size() < 2) {
    found.low = -std::numeric_limits<double>::infinity();
    found.high = -found.low;
    return found;
  }
  found.low = found.high = found.mean;
  found.p = found.mean == 0.0 ? 1.0 : 0.0;
  if (!(error > 0.0)) return found;
  const auto part = [](double v, const Series& series) {
    return v * v / (static_cast<double>(series.values.size()) - 1.0);
  };
  const double freedom = (va + vb) * (va + vb) / (part(va, a) + part(vb, b));  // Welch and Satterthwaite
  found.p = 2.0 * student_t_cdf(-std::abs(found.mean) / error, freedom);
  const double reach = student_t_quantile(0.975, freedom) * error;
  found.low -= reach;
  found.high += reach;
  return found;
}

std::vector<Outcome> decide(const std::vector<Comparison>& comparisons) {
  std::vector<Outcome> outcomes(comparisons.size(), Outcome::undecided);
  std::vector<std::pair<double, std::size_t>> order;
  std::vector<Difference> differences;
  for (const Comparison& one : comparisons) {
    differences.push_back(difference(one.a, one.b));
    order.emplace_back(differences.back().p, order.size());
  }
  std::ranges::sort(order);
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (!(order[i].first < 0.05 / static_cast<double>(order.size() - i))) break;
    const std::size_t which = order[i].second;
    const bool is_better = (differences[which].mean > 0.0) == comparisons[which].higher_is_better;
    outcomes[which] = is_better ? Outcome::holds : Outcome::reversed;
  }
  return outcomes;
}

std::string verdict(const std::vector<Outcome>& outcomes) {
  const auto count = [&](Outcome outcome) { return std::ranges::count(outcomes, outcome); };
  const auto held = count(Outcome::holds), reversed = count(Outcome::reversed);
  if (outcomes.empty()) return "not measured";
  if (held == static_cast<std::ptrdiff_t>(outcomes.size())) return "confirmed";
  if (reversed == 0) return "undecided";
  return held == 0 ? "refuted" : "mixed";
}

std::string number_text(double value) {
  const double size = std::abs(value);
  if (size < 5e-5) return "0";
  char text[32];
  const char* format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : size >= 0.1 ? "%.3f" : "%.4f";
  std::snprintf(text, sizeof text, format, size);
  return (value < 0 ? "−" : "") + std::string(text);
}

std::string mean_text(const Series& series, double scale) {
  if (series.values.empty()) return "–";
  if (series.values.size() == 1) return number_text(scale * series.mean());
  return number_text(scale * series.mean()) + " ± " + number_text(scale * series.sd());
}

std::string values_text(const Series& series, double scale) {
  std::string text;
  for (const double value : series.values) text += (text.empty() ? "" : ", ") + number_text(scale * value);
  return text.empty() ? "–" : text;
}

std::string difference_text(const Difference& difference, double scale) {
  const auto text = [&](double value) {
    return std::isfinite(value) ? number_text(scale * value) : std::string(value < 0 ? "−∞" : "∞");
  };
  return (difference.mean > 0 ? "+" : "") + text(difference.mean) + " (" + text(difference.low) + " to " +
         text(difference.high) + ")";
}

std::string probability_text(double p) {
  char text[16];
  std::snprintf(text, sizeof text, "%.3f", p);
  return p < 0.001 ? "< 0.001" : text;
}

std::string count_text(std::size_t count) {
  std::string text = std::to_string(count);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

}  // namespace latentwalk
