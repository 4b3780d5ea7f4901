#include "latentwalk/float16.hpp"

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
  // A subnormal half: in units of 2^-24. Adding 0.5 (whose last bit is worth 2^-24) makes the hardware round.
  const float shifted = bit_cast<float>(magnitude) + 0.5F;
  return static_cast<std::uint16_t>(sign | (bit_cast<std::uint32_t>(shifted) - bit_cast<std::uint32_t>(0.5F)));
}

float float_from_float16(std::uint16_t bits) {
  const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000U) << 16U;
  const std::uint32_t exponent = (bits >> 10U) & 0x1FU;
  const std::uint32_t fraction = bits & 0x3FFU;
  if (exponent == 0) {  // zero or subnormal: fraction * 2^-24, exact in binary32
    const float value = static_cast<float>(fraction) * 0x1p-24F;
    return bit_cast<float>(bit_cast<std::uint32_t>(value) | sign);
  }
  const std::uint32_t wide = exponent == 0x1FU ? 0xFFU : exponent + 112U;
  return bit_cast<float>(sign | (wide << 23U) | (fraction << 13U));
}

}  // namespace latentwalk
