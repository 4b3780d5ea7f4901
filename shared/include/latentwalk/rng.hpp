#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace latentwalk {

/// The project's own random numbers: the same seed gives the same stream, bit for bit, natively and in wasm.
/// xoshiro256** (Blackman & Vigna), seeded through SplitMix64. Normals by inversion of the normal distribution
/// (Wichura's AS 241, relative error about 1e-16), with a logarithm of our own: the C library's differs between
/// platforms in the last bit.
class Rng {
 public:
  explicit Rng(std::uint64_t seed);  ///< Every seed gives a stream of its own.

  std::uint64_t next();  ///< The next 64 random bits.
  /// Uniform on the open interval (0, 1): the middle of one of 2^52 equal cells.
  double uniform();
  /// Uniform on {0, …, bound - 1}, unbiased; bound >= 1.
  std::uint64_t below(std::uint64_t bound);
  /// Standard normal.
  double normal();

  std::array<std::uint64_t, 4> state() const { return state_; }                  ///< All that decides the stream.
  void set_state(const std::array<std::uint64_t, 4>& state) { state_ = state; }  ///< Goes on from there.

 private:
  std::array<std::uint64_t, 4> state_;
};

/// The quantile function of the standard normal; 0 < p < 1.
double normal_quantile(double p);

}  // namespace latentwalk
