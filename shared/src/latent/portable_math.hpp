#pragma once

#include <cstdint>

#include "format/no_fast_math.hpp"
#include "latentwalk/bit_cast.hpp"

// C libraries differ in the last bit of log, exp and sin, and bring some kilobytes of code and tables into the wasm module. These use
// only +, -, * and / on doubles, whose results IEEE 754 defines: all platforms agree to the last bit in a source that
// is compiled with -ffp-contract=off.
namespace latentwalk {

inline constexpr double kLn2 = 0.693147180559945309417;

/// The natural logarithm of a positive, normal number: x = 2^e m with m in [sqrt(1/2), sqrt(2)), and
/// log m = 2 atanh((m - 1) / (m + 1)) as a series.
inline double portable_log(double x) {
  constexpr double kSqrtHalf = 0.707106781186547524401;
  const std::uint64_t bits = bit_cast<std::uint64_t>(x);
  int exponent = static_cast<int>((bits >> 52U) & 0x7FFU) - 1022;
  double mantissa = bit_cast<double>((bits & 0x000FFFFFFFFFFFFFU) | 0x3FE0000000000000U);  // [1/2, 1)
  if (mantissa < kSqrtHalf) {
    mantissa *= 2.0;
    --exponent;
  }
  const double s = (mantissa - 1.0) / (mantissa + 1.0);  // |s| < 0.172: s^2n / (2n + 1) is below 1e-17 at n = 11
  const double s2 = s * s;
  double sum = 0.0;
  for (int n = 23; n >= 1; n -= 2) sum = sum * s2 + 1.0 / n;
  return exponent * kLn2 + 2.0 * s * sum;
}

/// sin x for x in [0, pi], with an absolute error below 1e-15.
inline double portable_sin(double x) {
  constexpr double kPi = 3.14159265358979323846;
  const double y = x > kPi / 2 ? kPi - x : x;  // in [0, pi / 2]: y^25 / 25! is below 1e-20
  double sum = 1.0;
  for (int n = 22; n >= 2; n -= 2) sum = 1.0 - y * y / (n * (n + 1)) * sum;
  return y * sum;
}

/// e^x for x <= 0, with a relative error below 1e-13; 0 below -700, where numbers cease to be normal.
inline double portable_exp(double x) {
  if (!(x >= -700.0)) return 0.0;
  const auto exponent = static_cast<std::int64_t>(x / kLn2 - 0.5);  // rounded, since it is negative
  const double rest = x - static_cast<double>(exponent) * kLn2;     // |rest| < 0.35: rest^14 / 14! is below 1e-17
  double sum = 1.0;
  for (int n = 13; n >= 1; --n) sum = 1.0 + rest / n * sum;
  return sum * bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52U);
}

}  // namespace latentwalk
