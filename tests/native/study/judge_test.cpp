#include "study/judge.hpp"

#include <doctest/doctest.h>

using namespace latentwalk;

TEST_CASE("structural similarity is 1 for equal pictures, known for flat ones, and falls with noise") {
  Tensor a = zeros({1, 8, 8}), b = zeros({1, 8, 8}), noisy = zeros({1, 8, 8});
  a.fill(0.5F);
  b.fill(0.25F);
  // Without variance only the means count: (2 ab + c1) / (a² + b² + c1).
  CHECK(structural_similarity(a, b) == doctest::Approx((2 * 0.5 * 0.25 + 1e-4) / (0.25 + 0.0625 + 1e-4)).epsilon(1e-6));
  for (std::size_t i = 0; i < 64; ++i) a.data()[i] = static_cast<float>(i % 8) / 8.0F;
  CHECK(structural_similarity(a, a) == doctest::Approx(1.0));
  for (std::size_t i = 0; i < 64; ++i) noisy.data()[i] = 1.0F - a.data()[i];
  CHECK(structural_similarity(a, noisy) < 0.0);
}
