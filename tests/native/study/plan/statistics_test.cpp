#include "study/plan/statistics.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace latentwalk;

TEST_CASE("Student's t is that of the tables") {
  CHECK(student_t_cdf(12.7062, 1) == doctest::Approx(0.975));
  CHECK(student_t_cdf(4.30265, 2) == doctest::Approx(0.975));
  CHECK(student_t_cdf(2.57058, 5) == doctest::Approx(0.975));
  CHECK(student_t_cdf(1.96, 1e6) == doctest::Approx(0.975));
  CHECK(student_t_cdf(0.5, 3.7) == doctest::Approx(0.677332));  // by numerical integration
  CHECK(student_t_cdf(-0.5, 3.7) == doctest::Approx(1 - 0.677332));
  CHECK(student_t_cdf(0, 3) == doctest::Approx(0.5));
}

TEST_CASE("Welch's test of two short series, against numerical integration") {
  const Difference apart = difference({{1, 2, 3}}, {{2, 4, 6}});  // 2.941 degrees of freedom
  CHECK(apart.mean == doctest::Approx(-2));
  CHECK(apart.p == doctest::Approx(0.220881));
  CHECK(apart.low == doctest::Approx(-2 - 4.155400));
  CHECK(apart.high == doctest::Approx(-2 + 4.155400));
  CHECK(difference({{1, 1}}, {{2, 2}}).p == 0.0);
  CHECK(difference({{1, 1}}, {{1, 1}}).p == 1.0);
  CHECK(difference({{1}}, {{2, 3}}).p == 1.0);  // one seed proves nothing
  CHECK(difference_text(apart) == "−2.00 (−6.16 to 2.16)");
  CHECK(probability_text(0.0004) == "< 0.001");
}

TEST_CASE("Holm's method asks more of each comparison the more there are") {
  const Series low{{1.0, 1.1, 0.9}}, high{{2.0, 2.1, 1.9}}, near{{1.25, 1.35, 1.15}};
  CHECK(decide({{high, low, true}, {high, low, false}, {low, low, true}}) ==
        std::vector{Outcome::holds, Outcome::reversed, Outcome::undecided});
  // p of `near` is 0.0378: enough alone, not beside another that does not decide.
  CHECK(decide({{near, low, true}}) == std::vector{Outcome::holds});
  CHECK(decide({{near, low, true}, {low, low, true}}) == std::vector{Outcome::undecided, Outcome::undecided});
  CHECK(decide({{near, low, true}, {high, low, true}}) == std::vector{Outcome::holds, Outcome::holds});
  CHECK(decide({}).empty());
}

TEST_CASE("a verdict needs every comparison, and one that comes out the other way speaks against") {
  CHECK(verdict({Outcome::holds, Outcome::holds}) == "confirmed");
  CHECK(verdict({Outcome::holds, Outcome::undecided}) == "undecided");
  CHECK(verdict({Outcome::undecided}) == "undecided");
  CHECK(verdict({Outcome::reversed, Outcome::undecided}) == "refuted");
  CHECK(verdict({Outcome::holds, Outcome::reversed}) == "mixed");
  CHECK(verdict({}) == "not measured");
}

TEST_CASE("mean and standard deviation are those of the values, divided by one less") {
  const Series series{{2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0}};
  CHECK(series.mean() == doctest::Approx(5.0));
  CHECK(series.sd() == doctest::Approx(std::sqrt(32.0 / 7.0)));
  CHECK(mean_text({{240.0, 250.0}}) == "245 ± 7.07");
  CHECK(mean_text({}) == "–");
  CHECK(count_text(1234567) == "1,234,567");
  CHECK(count_text(600) == "600");
}
