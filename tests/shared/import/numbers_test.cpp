#include "import/numbers.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <utility>
#include <vector>

#include "latentwalk/error.hpp"

using namespace latentwalk;

TEST_CASE("the numbers of other programs are read as they are meant") {
  const auto numbers = [](DType dtype, std::vector<std::uint8_t> bytes) {
    const Shape shape{bytes.size() / dtype_size(dtype)};
    const Tensor values = load_numbers({dtype, shape, std::move(bytes)}, "x");
    return std::vector<float>(values.begin(), values.end());
  };
  using Floats = std::vector<float>;
  CHECK(numbers(DType::f8_e4m3, {0x00, 0x01, 0x08, 0x38, 0xB8, 0x7E}) ==
        Floats{0, 0.001953125F, 0.015625F, 1, -1, 448});
  CHECK(std::isnan(numbers(DType::f8_e4m3, {0x7F}).front()));
  CHECK(numbers(DType::f8_e5m2, {0x3C, 0xC0, 0x7B}) == Floats{1, -2, 57344});
  CHECK(numbers(DType::f8_e8m0, {127, 128}) == Floats{1, 2});
  CHECK(numbers(DType::bf16, {0x80, 0x3F, 0x00, 0xC0}) == Floats{1, -2});
  CHECK(numbers(DType::boolean, {0, 1}) == Floats{0, 1});
  CHECK(numbers(DType::i8, {0xFF}) == Floats{-1});
  CHECK(numbers(DType::u8, {0xFF}) == Floats{255});
  CHECK(numbers(DType::i16, {0xFE, 0xFF}) == Floats{-2});
  CHECK(numbers(DType::u16, {0xFE, 0xFF}) == Floats{65534});
  CHECK(numbers(DType::i32, {0xFE, 0xFF, 0xFF, 0xFF}) == Floats{-2});
  CHECK(numbers(DType::u32, {2, 0, 0, 0}) == Floats{2});
  CHECK(numbers(DType::i64, std::vector<std::uint8_t>(8, 0xFF)) == Floats{-1});
  CHECK(numbers(DType::u64, {3, 0, 0, 0, 0, 0, 0, 0}) == Floats{3});
  CHECK_THROWS_AS(numbers(DType::c64, std::vector<std::uint8_t>(8)), Error);
}
