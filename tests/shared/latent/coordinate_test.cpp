#include <doctest/doctest.h>

#include "latentwalk/latent.hpp"
#include "tests/support/test_files.hpp"
#include "tests/support/tiny_models.hpp"

using namespace latentwalk;

TEST_CASE("along a coordinate nothing else changes, and a categorical block goes through its values") {
  const ModelSpec spec = tests::tiny_model("tiny-cgan").spec;
  const Tensor drawn = sample_latents(spec, 8, 1);
  const std::span<const float> latent(drawn.data(), drawn.size());
  const Tensor noise = along_coordinate(spec, latent, 1, 5);
  CHECK(noise(0, 1) == -3.0F);
  CHECK(noise(4, 1) == 3.0F);
  CHECK(noise(2, 0) == latent[0]);
  const Tensor code = along_coordinate(spec, latent, 4, 5);
  REQUIRE(code.shape(0) == 3);
  for (std::size_t n = 0; n < 3; ++n)
    for (std::size_t i = 0; i < 3; ++i) CHECK(code(n, 4 + i) == (i == n ? 1.0F : 0.0F));
  const Tensor style = along_coordinate(spec, latent, 8, 3);
  CHECK(style(0, 8) == -2.0F);
  CHECK(style(2, 8) == 1.0F);
}

TEST_CASE("a coordinate that a model does not have is refused") {
  const ModelSpec spec = tests::tiny_model("tiny-cgan").spec;
  CHECK(coordinate_of(spec, 5).index == 1);
  CHECK(tests::message_of([&] { coordinate_of(spec, 9); }) ==
        "coordinate 9: the model tiny-cgan has 9, counted from 0");
  const std::vector<float> shorter(8);
  CHECK(tests::contains(tests::message_of([&] { along_coordinate(spec, shorter, 1, 5); }), "a latent of 9 numbers"));
}
