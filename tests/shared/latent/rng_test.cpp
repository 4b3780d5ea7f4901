#include "latentwalk/rng.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>

#include "latentwalk/bit_cast.hpp"

using namespace latentwalk;

TEST_CASE("the generator is xoshiro256** as published") {
  Rng rng(0);
  rng.set_state({1, 2, 3, 4});
  for (const std::uint64_t expected :
       {11520ULL, 0ULL, 1509978240ULL, 1215971899390074240ULL, 1216172134540287360ULL, 607988272756665600ULL})
    CHECK(rng.next() == expected);
}

TEST_CASE("a seed is spread by SplitMix64 as published") {
  CHECK(Rng(1234567).state()[0] == 6457827717110365317ULL);
  CHECK(Rng(1234567).state()[1] == 3203168211198807973ULL);
}

TEST_CASE("the normal stream is the same bit for bit on every platform") {
  // FNV-1a over the bits of 200,000 normals; this very test runs natively and in wasm.
  Rng rng(2026);
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (int i = 0; i < 200000; ++i) hash = (hash ^ latentwalk::bit_cast<std::uint64_t>(rng.normal())) * 0x100000001B3U;
  CHECK(hash == 18305176099587450602U);
}

TEST_CASE("normal quantiles agree with published values to 1e-15") {
  const auto close = [](double p, double expected) {
    CHECK(std::abs(normal_quantile(p) - expected) <= 2e-15 * std::max(1.0, std::abs(expected)));
  };
  close(0.5, 0.0);
  close(0.975, 1.959963984540054235);
  close(0.25, -0.674489750196081743);  // AS 241's own test values
  close(0.001, -3.090232306167813542);
  close(1e-20, -9.262340089798407573);
}

TEST_CASE("quantiles invert the distribution function") {
  for (int i = 1; i < 2000; ++i) {
    const double p = i / 2000.0;
    CHECK(std::abs(0.5 * std::erfc(-normal_quantile(p) / std::sqrt(2.0)) - p) < 4e-16);
  }
}

TEST_CASE("normals have the moments of the standard normal") {
  Rng rng(5);
  constexpr int kCount = 400000;
  double sum = 0, squares = 0, fourth = 0;
  for (int i = 0; i < kCount; ++i) {
    const double x = rng.normal();
    sum += x, squares += x * x, fourth += x * x * x * x;
  }
  CHECK(std::abs(sum / kCount) < 0.008);  // five standard errors
  CHECK(std::abs(squares / kCount - 1) < 0.012);
  CHECK(std::abs(fourth / kCount - 3) < 0.08);
}

TEST_CASE("whole numbers below a bound are uniform") {
  Rng rng(9);
  int counts[6] = {};
  for (int i = 0; i < 60000; ++i) ++counts[rng.below(6)];
  double chi_squared = 0;
  for (const int count : counts) chi_squared += (count - 10000.0) * (count - 10000.0) / 10000.0;
  CHECK(chi_squared < 20.5);  // 0.999 quantile with 5 degrees of freedom
}
