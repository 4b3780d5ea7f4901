// The current digit: the last ones picked, and how each view starts from it.
#include "viewer/session/current_digit.hpp"

#include <doctest/doctest.h>

#include "support/model_file.hpp"
#include "viewer/session/views.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;

namespace {

PickedDigit at(std::uint64_t seed, std::size_t index, const std::string& model = "m") {
  PickedDigit digit;
  digit.name = "seed " + std::to_string(seed);
  digit.image = std::make_shared<const Tensor>(zeros({1, 28, 28}));
  digit.station = Station{seed, index, -1, {}};
  digit.model = model;
  return digit;
}

}  // namespace

TEST_CASE("the last eight digits stay, each once, and those of one walk take each other's place") {
  PickedDigits picked;
  CHECK(picked.current() == nullptr);
  for (std::uint64_t seed = 0; seed < 10; ++seed) picked.take(at(seed, 0));
  CHECK(picked.digits().size() == PickedDigits::kMost);
  CHECK(picked.current()->station->seed == 9);
  picked.take(at(5, 0));
  CHECK(picked.digits().size() == PickedDigits::kMost);
  CHECK(picked.current_index() == 4);
  picked.take(at(5, 0, "another model"));
  CHECK(picked.current_index() == 0);
  for (const float place : {0.25F, 0.5F, 0.75F}) {
    PickedDigit digit = at(1, 0);
    digit.station->edited = {place};
    digit.of = "walk";
    picked.take(digit);
  }
  CHECK(picked.digits()[0].station->edited == std::vector<float>{0.75F});
  CHECK(picked.digits()[1].model == "another model");
}

TEST_CASE("each view starts from a digit as the page's views do") {
  const std::string models = LATENTWALK_MODELS;
  const Model vae = load_model(models + "/conv-vae.safetensors").model,
              gan = load_model(models + "/conv-gan.safetensors").model;
  const PickedDigit digit = at(7, 12);
  Scene scene;
  CHECK(start_from(scene, view::kSample, digit, digit.station, vae));
  CHECK(scene.seed == 7);
  CHECK(scene.pick == 12);
  CHECK(start_from(scene, view::kWalk, digit, digit.station, vae));
  CHECK(scene.stations.front() == *digit.station);
  std::swap(scene.stations[0], scene.stations[1]);
  CHECK(start_from(scene, view::kWalk, digit, digit.station, vae));  // it is on the way already
  CHECK(scene.t == 1.0);
  CHECK(start_from(scene, view::kDimensions, digit, digit.station, vae));
  CHECK(scene.base == *digit.station);
  CHECK(start_from(scene, view::kMap, digit, digit.station, vae));
  CHECK(scene.through == std::vector<Station>{*digit.station});
  CHECK(start_from(scene, view::kMap, digit, digit.station, gan));
  CHECK(scene.corners.front() == *digit.station);
  CHECK(start_from(scene, view::kArithmetic, digit, digit.station, gan));
  CHECK(scene.terms.front() == *digit.station);
  CHECK(start_from(scene, view::kDraw, digit, digit.station, gan));
  CHECK(scene.raw);
  CHECK_FALSE(scene.test);

  PickedDigit real;
  real.image = digit.image;
  real.test = 3;
  real.label = 5;
  CHECK(start_from(scene, view::kDraw, real, std::nullopt, vae));
  CHECK(scene.test == 3);
  CHECK(start_from(scene, view::kMap, real, std::nullopt, vae));
  CHECK(scene.through.empty());
  CHECK(start_from(scene, view::kInside, real, std::nullopt, vae));
  CHECK_FALSE(needs_station(view::kInside, real, vae));
  CHECK(needs_station(view::kInside, real, gan));
  const Scene before = scene;
  CHECK_FALSE(start_from(scene, view::kWalk, real, std::nullopt, gan));
  CHECK(scene == before);
}
