// Enlarged digits.
#include "viewer/core/upscale.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace latentwalk;
using namespace latentwalk::viewer;

TEST_CASE("an enlarged digit keeps its ink in its place") {
  std::vector<float> ink(12 * 8, 0.0F);
  for (std::size_t x = 6; x < 12; ++x) ink[3 * 12 + x] = 1.0F;
  const std::vector<std::uint8_t> large = upscale(ink.data(), 12, 8, 120, 80);
  REQUIRE(large.size() == 9600);
  CHECK(large[35 * 120 + 90] > 150);
  CHECK(large[35 * 120 + 20] == 0);
  CHECK(large[5 * 120 + 90] == 0);
  for (std::size_t i = 0; i < ink.size(); ++i) ink[i] = 1.0F;
  const std::vector<std::uint8_t> full = upscale(ink.data(), 12, 8, 120, 80);
  CHECK(*std::min_element(full.begin(), full.end()) >= 254);
}
