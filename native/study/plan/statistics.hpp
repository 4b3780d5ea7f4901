#pragma once

#include <string>
#include <vector>

namespace latentwalk {

/// A number measured once a seed, in the order of the seeds.
struct Series {
  std::vector<double> values;
  double mean() const;
  double sd() const;              // over N - 1; 0 for one value
  double standard_error() const;  // sd / sqrt(N)
};

/// What one comparison says of a statement "a is better than b".
enum class Outcome { holds, reversed, undecided };

/// The rule of every verdict: a difference counts where it has the same sign for every seed (a's and b's trainings of
/// the same seed) and its mean is larger than two standard errors, sqrt(se_a² + se_b²). At least two seeds of each,
/// else undecided.
Outcome compare(const Series& a, const Series& b, bool higher_is_better);

/// All hold: "confirmed"; none holds: "not confirmed"; else "mixed". No outcomes: "not measured".
std::string verdict(const std::vector<Outcome>& outcomes);

/// "241 ± 6.2"; one value: "241"; none: "–". `scale` multiplies, for per cent.
std::string mean_text(const Series& series, double scale = 1.0);
/// "235, 247, 241"
std::string values_text(const Series& series, double scale = 1.0);
std::string number_text(double value);
/// "60,000"
std::string count_text(std::size_t count);

}  // namespace latentwalk
