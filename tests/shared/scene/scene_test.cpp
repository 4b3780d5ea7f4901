// Scenes: read, written, rendered.
#include "viewer/core/scene.hpp"

#include <doctest/doctest.h>

#include "latentwalk/latent.hpp"
#include "support/files.hpp"
#include "support/model_file.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using tests::message_of;

namespace {

const std::string kFixtures = LATENTWALK_FIXTURES;

const std::string kWalk = R"({"view": "walk", "model": "tiny-gan.safetensors",
  "stations": [{"seed": 3}, {"seed": 3, "index": 2}, {"latent": [0.5, -1, 0, 2, 0.25, 1]}],
  "interpolation": "lerp", "loop": true, "frames": 5, "fps": 10})";

}  // namespace

TEST_CASE("a walk saved as JSON is read back the same") {
  Scene scene = parse_scene(kWalk, "walk.json");
  CHECK(scene.walk.stations.size() == 3);
  CHECK(scene.walk.stations[1].index == 2);
  CHECK(scene.walk.stations[2].edited[1] == -1.0F);
  CHECK(scene.walk.how == Interpolation::lerp);
  CHECK(scene.walk.loop);
  const Scene again = parse_scene(scene_text(scene), "again.json");
  CHECK(again.walk == scene.walk);
  CHECK(again.models == scene.models);
  CHECK(scene_text(again) == scene_text(scene));
}

TEST_CASE("every kind of scene survives being written and read") {
  for (
      const char* text :
      {R"({"view": "samples", "model": "m", "seed": 18446744073709551615, "count": 5, "columns": 2, "label": 1})",
       R"({"view": "plane", "model": "m", "corners": [{"seed": 1}, {"seed": 2}, {"seed": 3}], "rows": 3, "columns": 4})",
       R"({"view": "dimension", "model": "m", "station": {"seed": 1, "label": 2}, "coordinate": 4, "steps": 5})",
       R"({"view": "compare", "models": ["a", "b"], "seed": 9, "count": 4, "dark": true})"}) {
    const std::string written = scene_text(parse_scene(text, "s"));
    CHECK(scene_text(parse_scene(written, "s")) == written);
  }
}

TEST_CASE("a scene with an unknown key, a wrong number or a missing part is refused, and the message says where") {
  const auto refusal = [](const std::string& text) { return message_of([&] { parse_scene(text, "s.json"); }); };
  CHECK(refusal("[1]").starts_with("s.json"));
  CHECK(refusal(R"({"view": "sample", "model": "m"})").find("\"view\" must be") != std::string::npos);
  CHECK(refusal(R"({"view": "samples"})").find("model") != std::string::npos);
  CHECK(refusal(R"({"view": "samples", "model": "m", "sead": 1})").find("sead") != std::string::npos);
  CHECK(refusal(R"({"view": "samples", "model": "m", "seed": -1})").find("seed") != std::string::npos);
  CHECK(refusal(R"({"view": "samples", "model": "m", "count": 1.5})").find("count") != std::string::npos);
  CHECK(refusal(R"({"view": "walk", "model": "m", "stations": [{"seed": 1}]})").find("stations") != std::string::npos);
  CHECK(
      refusal(R"({"view": "walk", "model": "m", "stations": [{"seed": 1}, {"latent": ["x"]}]})").find("stations[1]") !=
      std::string::npos);
  CHECK(refusal(R"({"view": "walk", "model": "m", "stations": [{"seed": 1}, {"seed": 2, "latent": [1]}]})")
            .find("both") != std::string::npos);
  CHECK(refusal(R"({"view": "plane", "model": "m", "corners": [{"seed": 1}]})").find("corners") != std::string::npos);
  CHECK(refusal(R"({"view": "compare", "models": ["a"]})").find("models") != std::string::npos);
}

TEST_CASE("a rendered scene of samples is the core's sheet of that seed") {
  const LoadedModel loaded = load_model(kFixtures + "/tiny-vae.safetensors");
  const Scene scene = parse_scene(R"({"view": "samples", "model": "m", "seed": 11, "count": 10, "scale": 3})", "s");
  const Rendered rendered = render_scene(scene, {&loaded.model}, false);
  SheetStyle style;
  style.scale = 3;
  const GreyImage sheet = image_sheet(loaded.model.decode(sample_latents(loaded.model.spec(), 11, 10)), style);
  REQUIRE(rendered.frames.size() == 1);
  CHECK(rendered.frames[0].width == sheet.width);
  CHECK(rendered.frames[0].pixels == sheet.pixels);
}

TEST_CASE("a walk rendered as frames passes its stations") {
  const LoadedModel loaded = load_model(kFixtures + "/tiny-gan.safetensors");
  const Scene scene = parse_scene(kWalk, "s");
  const Rendered rendered = render_scene(scene, {&loaded.model}, true);
  REQUIRE(rendered.frames.size() == 12);  // three legs of four steps, back to the start
  CHECK(rendered.fps == 10);
  for (std::size_t i = 0; i < 3; ++i) {
    SheetStyle style;
    style.scale = 8;
    style.columns = 1;
    const Tensor latent = latents_of(loaded.model.spec(), {scene.walk.stations[i]});
    CHECK(rendered.frames[4 * i].pixels == image_sheet(loaded.model.decode(latent), style).pixels);
  }
}

TEST_CASE("a scene file is rendered with the model beside it, and only a walk as an animation") {
  const TemporaryFolder folder;
  std::filesystem::copy(kFixtures + "/tiny-gan.safetensors", folder.path() / "tiny-gan.safetensors");
  write_text(folder.path() / "walk.json", kWalk);
  write_text(
      folder.path() / "plane.json",
      R"({"view": "plane", "model": "tiny-gan.safetensors", "corners": [{"seed": 1}, {"seed": 2}, {"seed": 3}]})");
  render_scene_file(folder.path() / "walk.json", folder.path() / "walk.gif");
  const std::vector<std::uint8_t> gif = read_file(folder.path() / "walk.gif");
  CHECK(std::string(gif.begin(), gif.begin() + 6) == "GIF89a");
  render_scene_file(folder.path() / "plane.json", folder.path() / "plane.png");
  CHECK(read_file(folder.path() / "plane.png").size() > 1000);
  CHECK(message_of([&] {
          render_scene_file(folder.path() / "plane.json", folder.path() / "plane.gif");
        }).find("only a walk") != std::string::npos);
  CHECK(!std::filesystem::exists(folder.path() / "plane.gif"));
}
