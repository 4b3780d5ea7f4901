#include "study/plan/statistics.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace latentwalk;

TEST_CASE("a difference counts where all seeds agree and it exceeds two standard errors") {
  const Series low{{1.0, 1.1, 0.9}}, high{{2.0, 2.1, 1.9}}, wide{{0.5, 5.0, 1.0}};
  CHECK(compare(high, low, true) == Outcome::holds);
  CHECK(compare(high, low, false) == Outcome::reversed);
  CHECK(compare(low, low, true) == Outcome::undecided);
  CHECK(compare(wide, low, true) == Outcome::undecided);               // the seeds disagree
  CHECK(compare({{1.2, 1.3, 5.0}}, low, true) == Outcome::undecided);  // they agree, but scatter
  CHECK(compare({{2.0}}, {{1.0}}, true) == Outcome::undecided);        // one seed proves nothing
  CHECK(verdict({Outcome::holds, Outcome::holds}) == "confirmed");
  CHECK(verdict({Outcome::holds, Outcome::undecided}) == "mixed");
  CHECK(verdict({Outcome::reversed, Outcome::undecided}) == "not confirmed");
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
