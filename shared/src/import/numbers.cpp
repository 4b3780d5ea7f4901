#include "import/numbers.hpp"

#include <cmath>
#include <cstring>
#include <limits>

#include "latentwalk/bit_cast.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/float16.hpp"

namespace latentwalk {
namespace {

float from_bf16(std::uint16_t bits) { return bit_cast<float>(std::uint32_t{bits} << 16U); }

/// Four bits of exponent, biased by 7, and three of mantissa; no infinity (OCP 8-bit floating point, 2023).
float from_e4m3(std::uint8_t bits) {
  const int exponent = bits >> 3U & 15U, mantissa = bits & 7U;
  float value = exponent == 0 ? std::ldexp(static_cast<float>(mantissa), -9)
                              : std::ldexp(static_cast<float>(8 + mantissa), exponent - 10);
  if (exponent == 15 && mantissa == 7) value = std::numeric_limits<float>::quiet_NaN();
  return (bits & 128U) != 0 ? -value : value;
}

float from_e5m2(std::uint8_t bits) { return float_from_float16(static_cast<std::uint16_t>(bits << 8U)); }

float from_e8m0(std::uint8_t bits) {
  return bits == 255 ? std::numeric_limits<float>::quiet_NaN() : std::ldexp(1.0F, int{bits} - 127);
}

template <class Element, class Convert>
Tensor converted(const StoredTensor& stored, Convert convert) {
  Tensor tensor = zeros(stored.shape);
  for (std::size_t i = 0; i < tensor.size(); ++i) {
    Element element{};
    std::memcpy(&element, stored.bytes.data() + sizeof element * i, sizeof element);
    tensor.data()[i] = static_cast<float>(convert(element));
  }
  return tensor;
}

template <class Element>
Tensor as_they_are(const StoredTensor& stored) {
  return converted<Element>(stored, [](Element element) { return element; });
}

}  // namespace

Tensor load_numbers(const StoredTensor& stored, std::string_view what) {
  switch (stored.dtype) {
    case DType::bf16:
      return converted<std::uint16_t>(stored, from_bf16);
    case DType::f8_e4m3:
      return converted<std::uint8_t>(stored, from_e4m3);
    case DType::f8_e5m2:
      return converted<std::uint8_t>(stored, from_e5m2);
    case DType::f8_e8m0:
      return converted<std::uint8_t>(stored, from_e8m0);
    case DType::boolean:
      return converted<std::uint8_t>(stored, [](std::uint8_t byte) { return byte != 0; });
    case DType::i8:
      return as_they_are<std::int8_t>(stored);
    case DType::i16:
      return as_they_are<std::int16_t>(stored);
    case DType::i32:
      return as_they_are<std::int32_t>(stored);
    case DType::i64:
      return as_they_are<std::int64_t>(stored);
    case DType::u8:
      return as_they_are<std::uint8_t>(stored);
    case DType::u16:
      return as_they_are<std::uint16_t>(stored);
    case DType::u32:
      return as_they_are<std::uint32_t>(stored);
    case DType::u64:
      return as_they_are<std::uint64_t>(stored);
    case DType::c64:
      fail(what, ": expected real numbers, found complex ones (C64)");
    default:
      return load(stored, what);
  }
}

}  // namespace latentwalk
