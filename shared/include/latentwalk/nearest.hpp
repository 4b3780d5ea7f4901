#pragma once

#include <cstdint>
#include <span>

namespace latentwalk {

/// A digit among many.
struct NearestDigit {
  std::size_t index = 0;  ///< Its place, from 0.
  double distance = 0;    ///< The squared differences, summed over the pixels.
};
/// The digit that is nearest to a picture in [0, 1], the first one where several are. Each digit has one bit a pixel, 1
/// for ink, the first pixel in the highest bit, and begins with a new byte. Throws Error if there is no digit or the
/// bytes are not a whole number of digits.
NearestDigit nearest_digit(std::span<const std::uint8_t> bits, std::span<const float> picture);

}  // namespace latentwalk
