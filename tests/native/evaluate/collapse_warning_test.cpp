// When there is a warning of mode collapse.
#include "evaluate/collapse_warning.hpp"

#include <doctest/doctest.h>

using namespace latentwalk;

TEST_CASE("few digits are a collapse, but not in the first two epochs") {
  CHECK_FALSE(collapse_warning(1, 1));
  CHECK_FALSE(collapse_warning(1, 2));
  REQUIRE(collapse_warning(5, 3));
  CHECK(collapse_warning(5, 3)->find("only 5 of the ten digits (mode collapse)") != std::string::npos);
  CHECK_FALSE(collapse_warning(6, 3));
  CHECK_FALSE(collapse_warning(10, 100));
}
