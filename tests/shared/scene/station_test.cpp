// Stations.
#include "viewer/core/station.hpp"

#include <doctest/doctest.h>

#include "latentwalk/latent.hpp"
#include "support/model_file.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;

namespace {

const std::string kFixtures = LATENTWALK_FIXTURES;

}  // namespace

TEST_CASE("a station is called as the page and a scene call it") {
  CHECK(station_words({.seed = 5, .index = 0, .edited = {}}) == "seed 5, digit 0");
  CHECK(station_words({.edited = {1, 2}}) == "edited");
}

TEST_CASE("an edited station gives way to its seed where the model has another number of dimensions") {
  const ModelSpec spec = load_model(kFixtures + "/tiny-gan.safetensors").model.spec();
  Station station{.seed = 5, .index = 1, .edited = {1, 2}};
  const Tensor drawn = sample_latents(spec, 5, 2);
  CHECK(latent_of(spec, station) == std::vector<float>(drawn.data() + 6, drawn.data() + 12));
  station.edited = {1, 2, 3, 4, 5, 6};
  CHECK(latent_of(spec, station) == station.edited);
}
