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

/// How far the means of two series are apart, by Welch's t-test, which does not assume equal variances.
struct Difference {
  double mean = 0.0;             // of a, less that of b
  double low = 0.0, high = 0.0;  // its 95 % interval
  double p = 1.0;                // the probability of one as large where there is none, from 0 to 1
};
/// With fewer than two values in a series: p 1, and the interval is infinite.
Difference difference(const Series& a, const Series& b);

/// The probability that Student's t with `freedom` > 0 degrees of freedom is at most `t`.
double student_t_cdf(double t, double freedom);

/// What one comparison says of a statement "a is better than b".
enum class Outcome { holds, reversed, undecided };

/// Two series that a claim compares.
struct Comparison {
  Series a, b;
  bool higher_is_better = true;
};
/// The outcome of each. Together they err with a probability of at most 5 %, by Holm's method: the smallest p must be
/// below 0.05 / N, the next below 0.05 / (N - 1), and so on until the first that is not.
std::vector<Outcome> decide(const std::vector<Comparison>& comparisons);

/// "confirmed": every outcome holds. "refuted": none holds, and at least one is reversed. "mixed": some hold and some
/// are reversed. Else "undecided". No outcomes: "not measured".
std::string verdict(const std::vector<Outcome>& outcomes);

/// "241 ± 6.2"; one value: "241"; none: "–". `scale` multiplies, for per cent.
std::string mean_text(const Series& series, double scale = 1.0);
/// "235, 247, 241"
std::string values_text(const Series& series, double scale = 1.0);
std::string number_text(double value);
/// "+139 (122 to 155)"
std::string difference_text(const Difference& difference, double scale = 1.0);
/// "0.031", or "< 0.001"
std::string probability_text(double p);
/// "60,000"
std::string count_text(std::size_t count);

}  // namespace latentwalk
