#include "latentwalk/float16.hpp"

#include <cstring>

#include "latentwalk/bit_cast.hpp"

namespace latentwalk {

std::uint16_t float16_from_float(float value) {
  const std::uint32_t bits = bit_cast<std::uint32_t>(value);
  const auto sign = static_cast<std::uint16_t>((bits >> 16U) & 0x8000U);
  const std::uint32_t magnitude = bits & 0x7FFFFFFFU;
  if (magnitude > 0x7F800000U) return sign | 0x7E00U;   // NaN
  if (magnitude >= 0x477FF000U) return sign | 0x7C00U;  // rounds to 65520 or more: infinity
  if (magnitude >= 0x38800000U) {                       // a normal half
    const std::uint32_t rebased = magnitude - 0x38000000U;
    const std::uint32_t rounded = rebased + 0x0FFFU + ((rebased >> 13U) & 1U);
    return static_cast<std::uint16_t>(sign | (rounded >> 13U));
  }
  // A subnormal half counts units of 2^-24. Adding 0.5, whose last bit is worth 2^-24, makes the hardware round.
  const float shifted = bit_cast<float>(magnitude) + 0.5F;
  return static_cast<std::uint16_t>(sign | (bit_cast<std::uint32_t>(shifted) - bit_cast<std::uint32_t>(0.5F)));
}

// Without branches, so that compilers can vectorise it. Subnormal halves are converted through an integer, because the
// usual trick makes a subnormal binary32, which a program built with fast-math flushes to zero.
float float_from_float16(std::uint16_t bits) {
  const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000U) << 16U;
  const std::uint32_t magnitude = static_cast<std::uint32_t>(bits & 0x7FFFU) << 13U;
  const float tiny = static_cast<float>(static_cast<std::int32_t>(bits & 0x3FFU)) * 0x1p-24F;
  const std::uint32_t normal = magnitude + 0x38000000U;  // the exponent's bias changes from 15 to 127
  const std::uint32_t finite = magnitude < 0x00800000U ? bit_cast<std::uint32_t>(tiny) : normal;
  return bit_cast<float>(sign | (magnitude >= 0x0F800000U ? magnitude | 0x7F800000U : finite));
}

void floats_from_float16(const std::uint8_t* bytes, std::size_t count, float* values) {
  for (std::size_t i = 0; i < count; ++i) {
    std::uint16_t half = 0;
    std::memcpy(&half, bytes + 2 * i, 2);
    values[i] = float_from_float16(half);
  }
}

}  // namespace latentwalk
