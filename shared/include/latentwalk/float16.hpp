#pragma once

#include <cstddef>
#include <cstdint>

namespace latentwalk {

/// IEEE 754 binary16 from binary32, round to nearest even; overflow becomes infinity.
std::uint16_t float16_from_float(float value);

/// The exact value of a binary16.
float float_from_float16(std::uint16_t bits);

/// The exact values of `count` little-endian binary16, which may lie anywhere.
void floats_from_float16(const std::uint8_t* bytes, std::size_t count, float* values);

}  // namespace latentwalk
