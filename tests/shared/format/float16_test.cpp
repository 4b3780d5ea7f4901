#include "latentwalk/float16.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "latentwalk/bit_cast.hpp"

using namespace latentwalk;

TEST_CASE("every half survives the way to float and back") {
  for (std::uint32_t bits = 0; bits <= 0xFFFF; ++bits) {
    const float value = float_from_float16(static_cast<std::uint16_t>(bits));
    if (std::isnan(value)) continue;
    if (float16_from_float(value) != bits) FAIL("half ", bits, " became ", float16_from_float(value));
  }
}

TEST_CASE("halves have the values IEEE 754 gives them") {
  CHECK(float_from_float16(0x3C00) == 1.0F);
  CHECK(float_from_float16(0xC000) == -2.0F);
  CHECK(float_from_float16(0x7BFF) == 65504.0F);
  CHECK(float_from_float16(0x0400) == 0x1p-14F);
  CHECK(float_from_float16(0x0001) == 0x1p-24F);
  CHECK(std::isinf(float_from_float16(0x7C00)));
  CHECK(std::isnan(float_from_float16(0x7E00)));
  CHECK(latentwalk::bit_cast<std::uint32_t>(float_from_float16(0x8000)) == 0x80000000U);
}

TEST_CASE("rounding is to the nearest half, ties to even") {
  CHECK(float16_from_float(1.0F + 0x1p-11F) == 0x3C00);             // half way: to even
  CHECK(float16_from_float(1.0F + 3 * 0x1p-11F) == 0x3C02);         // half way: to even, upwards
  CHECK(float16_from_float(1.0F + 0x1p-11F + 0x1p-20F) == 0x3C01);  // above half way
  CHECK(float16_from_float(0x1p-25F) == 0x0000);
  CHECK(float16_from_float(0x1.8p-25F) == 0x0001);
  CHECK(float16_from_float(65519.0F) == 0x7BFF);
  CHECK(float16_from_float(65520.0F) == 0x7C00);
  CHECK(float16_from_float(-1e30F) == 0xFC00);
  CHECK(std::isnan(float_from_float16(float16_from_float(std::numeric_limits<float>::quiet_NaN()))));
}

TEST_CASE("between two neighbouring halves, the nearer one is chosen") {
  for (std::uint32_t bits = 0; bits < 0x7BFF; ++bits) {
    const float low = float_from_float16(static_cast<std::uint16_t>(bits));
    const float high = float_from_float16(static_cast<std::uint16_t>(bits + 1));
    if (float16_from_float(low + 0.4F * (high - low)) != bits) FAIL("above half ", bits);
    if (float16_from_float(low + 0.6F * (high - low)) != bits + 1) FAIL("below half ", bits + 1);
  }
}
