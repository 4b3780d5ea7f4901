#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace latentwalk {

/// Random numbers that are the same bit for bit, natively and in wasm, for the same seed: xoshiro256** (Blackman &
/// Vigna), seeded through SplitMix64. Normals come from the inverse of the normal distribution (Wichura's AS 241,
/// relative error about 1e-16). The logarithm is our own, because C libraries differ in its last bit.
class Rng {
 public:
  explicit Rng(std::uint64_t seed);  ///< Each seed gives a different stream.

  std::uint64_t next();  ///< The next 64 random bits.
  /// Uniform on the open interval (0, 1): the centre of one of 2^52 equal cells.
  double uniform();
  /// Uniform on {0, …, bound - 1}, unbiased; bound >= 1.
  std::uint64_t below(std::uint64_t bound);
  /// From the standard normal distribution.
  double normal();

  std::array<std::uint64_t, 4> state() const { return state_; }  ///< The state that determines the rest of the stream.
  void set_state(const std::array<std::uint64_t, 4>& state) { state_ = state; }  ///< Continues from a saved state.

 private:
  std::array<std::uint64_t, 4> state_;
};

/// The quantile function of the standard normal distribution, for 0 < p < 1.
double normal_quantile(double p);

}  // namespace latentwalk
