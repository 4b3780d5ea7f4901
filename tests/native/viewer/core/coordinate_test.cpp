// One coordinate of a latent.
#include "viewer/core/coordinate.hpp"

#include <doctest/doctest.h>

#include "support/model_file.hpp"
#include "viewer/core/station.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;

namespace {

const std::string kFixtures = LATENTWALK_FIXTURES;

}  // namespace

TEST_CASE("along a coordinate nothing else changes, and a categorical block goes through its values") {
  const ModelSpec spec = load_model(kFixtures + "/tiny-cgan.safetensors").model.spec();
  const std::vector<float> latent = latent_of(spec, {.seed = 8, .edited = {}});
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
