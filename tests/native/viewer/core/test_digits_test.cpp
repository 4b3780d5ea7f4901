// Test digits on disk.
#include "viewer/core/test_digits.hpp"

#include <doctest/doctest.h>

using namespace latentwalk;
using namespace latentwalk::viewer;

TEST_CASE("the clone's test digits are found and spread over the classes") {
  const auto folder = find_test_digits(LATENTWALK_DIGITS);
  REQUIRE(folder);
  const Digits digits = some_digits(load_digits(*folder, "t10k"), 200);
  CHECK(digits.count == 200);
  std::vector<int> per_class(10, 0);
  for (const std::uint8_t label : digits.labels) ++per_class[label];
  for (const int count : per_class) CHECK(count > 5);
}
