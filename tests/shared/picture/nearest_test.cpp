#include "latentwalk/nearest.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "latentwalk/rng.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;

TEST_CASE("the nearest digit is the one that plain arithmetic finds, also where pixels do not fill whole bytes") {
  constexpr std::size_t kPixels = 20, kBytes = 3, kCount = 200;
  Rng rng(9);
  std::vector<std::uint8_t> bits(kCount * kBytes);
  std::vector<std::vector<float>> digits(kCount, std::vector<float>(kPixels));
  for (std::size_t n = 0; n < kCount; ++n)
    for (std::size_t p = 0; p < kPixels; ++p)
      if (rng.uniform() < 0.5) {
        digits[n][p] = 1.0F;
        bits[n * kBytes + p / 8] |= static_cast<std::uint8_t>(0x80U >> (p % 8));
      }
  std::vector<float> picture(kPixels);
  for (float& pixel : picture) pixel = static_cast<float>(rng.uniform());
  std::size_t nearest = 0;
  double least = 1e9;
  for (std::size_t n = 0; n < kCount; ++n) {
    double distance = 0;
    for (std::size_t p = 0; p < kPixels; ++p) distance += (digits[n][p] - picture[p]) * (digits[n][p] - picture[p]);
    if (distance < least) {
      least = distance;
      nearest = n;
    }
  }
  const NearestDigit found = nearest_digit(bits, picture);
  CHECK(found.index == nearest);
  CHECK(found.distance == doctest::Approx(least));
  const NearestDigit itself = nearest_digit(std::span(bits).subspan(100 * kBytes), digits[150]);
  CHECK(itself.index == 50);
  CHECK(itself.distance == doctest::Approx(0).scale(1));
  CHECK(tests::contains(tests::message_of([&] { nearest_digit({bits.data(), 4}, picture); }), "digits of 3 bytes"));
}
