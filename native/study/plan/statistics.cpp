#include "study/plan/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

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

Outcome compare(const Series& a, const Series& b, bool higher_is_better) {
  const std::size_t count = std::min(a.values.size(), b.values.size());
  if (count < 2) return Outcome::undecided;
  const double sign = higher_is_better ? 1.0 : -1.0, difference = sign * (a.mean() - b.mean());
  if (!(std::abs(difference) > 2.0 * std::hypot(a.standard_error(), b.standard_error()))) return Outcome::undecided;
  for (std::size_t i = 0; i < count; ++i)
    if (!(sign * (a.values[i] - b.values[i]) * difference > 0)) return Outcome::undecided;
  return difference > 0 ? Outcome::holds : Outcome::reversed;
}

std::string verdict(const std::vector<Outcome>& outcomes) {
  const auto held = std::count(outcomes.begin(), outcomes.end(), Outcome::holds);
  if (outcomes.empty()) return "not measured";
  if (held == static_cast<std::ptrdiff_t>(outcomes.size())) return "confirmed";
  return held == 0 ? "not confirmed" : "mixed";
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

std::string count_text(std::size_t count) {
  std::string text = std::to_string(count);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

}  // namespace latentwalk
