// Information: networks and what a digit costs.
#include "tests/native/viewer/driver.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace latentwalk::viewer::tests;

TEST_CASE("information shows every network and measures what a digit costs") {
  Driver driver(with({"tiny-vae"}, "information"));
  driver.settle();
  CHECK(driver.has("network encoder"));
  CHECK(driver.has("network decoder"));
  const auto timing = answer_of(driver, "timing");
  CHECK(timing->finished);
  CHECK(timing->milliseconds > 0);
}
