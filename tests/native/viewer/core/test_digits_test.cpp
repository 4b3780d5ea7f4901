// Test digits on disk.
#include "viewer/core/test_digits.hpp"

#include <doctest/doctest.h>

#include "latentwalk/error.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;

TEST_CASE("the clone's test digits are found, and the map shows the first 2,000 at most") {
  TestDigits digits(LATENTWALK_DIGITS);
  REQUIRE(digits.get() != nullptr);
  CHECK(digits.get()->count == 1000);
  CHECK(digits.map()->labels == digits.get()->labels);
  CHECK(digits.map_pictures()->shape(0) == 1000);
  CHECK(digits.real().images == *digits.map_pictures());
  TestDigits none("/no/such/folder");
  CHECK(none.get() == nullptr);
  CHECK_FALSE(none.missing().empty());
  CHECK_THROWS_AS(none.real(), Error);
}
