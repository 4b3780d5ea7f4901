#pragma once

#include <cstdint>

namespace latentwalk {

/// IEEE 754 binary16 from binary32, round to nearest even; overflow becomes infinity.
std::uint16_t float16_from_float(float value);

/// The exact value of a binary16.
float float_from_float16(std::uint16_t bits);

}  // namespace latentwalk
