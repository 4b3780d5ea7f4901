#pragma once

#include <cstddef>
#include <cstdint>

namespace latentwalk {

/// Converts IEEE 754 binary32 to binary16, rounding to nearest even. Values out of range become infinity.
std::uint16_t float16_from_float(float value);

/// Converts binary16 to binary32, which is exact.
float float_from_float16(std::uint16_t bits);

/// Converts `count` little-endian binary16 numbers to binary32. `bytes` need not be aligned.
void floats_from_float16(const std::uint8_t* bytes, std::size_t count, float* values);

}  // namespace latentwalk
