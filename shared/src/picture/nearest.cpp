#include "latentwalk/nearest.hpp"

#include <bit>
#include <vector>

#include "latentwalk/error.hpp"

namespace latentwalk {

NearestDigit nearest_digit(std::span<const std::uint8_t> bits, std::span<const float> picture) {
  const std::size_t bytes = (picture.size() + 7) / 8;
  if (bytes == 0 || bits.empty() || bits.size() % bytes != 0)
    fail("nearest digit: a whole number of digits of ", bytes, " bytes expected, found ", bits.size(), " bytes");
  // |x - b|² = |x|² + the sum of 1 - 2x over the set bits. A table holds this sum for each value of each byte.
  std::vector<double> table(bytes * 256, 0.0);
  double base = 0;
  for (const float value : picture) base += static_cast<double>(value) * value;
  for (std::size_t byte = 0; byte < bytes; ++byte)
    for (unsigned value = 1; value < 256; ++value) {
      const auto bit = static_cast<unsigned>(std::bit_width(value)) - 1;  // the highest; the sum without it is known
      const std::size_t pixel = 8 * byte + 7 - bit;
      const double gain = pixel < picture.size() ? 1.0 - 2.0 * picture[pixel] : 0.0;
      table[byte * 256 + value] = table[byte * 256 + (value ^ (1U << bit))] + gain;
    }
  NearestDigit best;
  for (std::size_t n = 0; n < bits.size() / bytes; ++n) {
    double distance = base;
    for (std::size_t byte = 0; byte < bytes; ++byte) distance += table[byte * 256 + bits[n * bytes + byte]];
    if (n == 0 || distance < best.distance) best = {n, distance};
  }
  return best;
}

}  // namespace latentwalk
