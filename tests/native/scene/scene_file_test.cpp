// Scenes on disk.
#include "scene/scene_file.hpp"

#include <doctest/doctest.h>

#include "support/files.hpp"
#include "support/npy.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

namespace {

const std::string kFixtures = LATENTWALK_FIXTURES;

}  // namespace

TEST_CASE("A scene's file is drawn with the model beside it, and only a walk as an animation") {
  const TemporaryFolder folder;
  std::filesystem::copy(kFixtures + "/tiny-gan.safetensors", folder.path() / "tiny-gan.safetensors");
  const auto at = [&](const char* name) { return folder.path() / name; };
  write_text(at("walk.json"),
             R"({"model": "tiny-gan.safetensors", "view": "walk", "stations": ["3", "3:2"], "frames": 5})");
  write_text(at("map.json"), R"({"model": "tiny-gan.safetensors", "view": "map"})");
  CHECK(contains(render_scene(at("walk.json").string(), at("walk.gif"), {}), "5 frames of 112 × 80 pixels"));
  const std::vector<std::uint8_t> gif = read_file(at("walk.gif"));
  CHECK(std::string(gif.begin(), gif.begin() + 6) == "GIF89a");
  render_scene(at("walk.json").string(), at("walk.npy"), {});
  CHECK(shape_of(parse_npy(read_file(at("walk.npy")), "walk.npy")) == Shape{5, 8, 12});
  render_scene(at("map.json").string(), at("map.png"), {});
  CHECK(read_file(at("map.png")).size() > 1000);
  CHECK(contains(message_of([&] { render_scene(at("map.json").string(), at("map.gif"), {}); }), "only a walk"));
  CHECK(!std::filesystem::exists(at("map.gif")));
  CHECK(
      contains(message_of([&] { render_scene(at("map.json").string(), at("map.bmp"), {}); }), ".png or .gif or .npy"));
}

TEST_CASE("An address is drawn like the file with the same scene") {
  const TemporaryFolder folder;
  const std::string address = "#model=" + kFixtures + "/tiny-cgan.safetensors&view=sample&seed=5&count=9";
  write_text(folder.path() / "s.json", scene_text(parse_address(address, "s")));
  render_scene(address, folder.path() / "a.png", {});
  render_scene((folder.path() / "s.json").string(), folder.path() / "b.png", {});
  CHECK(read_file(folder.path() / "a.png") == read_file(folder.path() / "b.png"));
}

TEST_CASE("What is neither a scene nor the scene of a model that is there is refused by name") {
  const TemporaryFolder folder;
  const std::filesystem::path out = folder.path() / "x.png";
  CHECK(
      contains(message_of([&] { render_scene("conv-gan", out, {}); }), "expected a scene, a .json file or an address"));
  CHECK(contains(message_of([&] { render_scene("missing.json", out, {}); }), "missing.json"));
  CHECK(contains(message_of([&] { render_scene("#model=no-such&view=sample", out, {}); }), "no-such"));
  write_text(folder.path() / "s.json", R"({"model": "m", "seed": -1})");
  CHECK(contains(message_of([&] { render_scene((folder.path() / "s.json").string(), out, {}); }), "s.json: seed"));
  CHECK(!std::filesystem::exists(out));
}

TEST_CASE("Compare without a list takes a model of the other family") {
  const Scene scene = parse_address("model=fc-vae&view=compare", "s");
  CHECK(scene_models(scene, Family::vae) == std::vector<std::string>{"fc-vae", "conv-gan"});
  CHECK(scene_models(parse_address("model=cgan&view=compare", "s"), Family::gan).back() == "conv-vae");
}

TEST_CASE("The thirty scenes are written again as they were read, as JSON and as addresses") {
  const Json scenes = parse_json(read_text(LATENTWALK_SCENES), "scenes.json");
  REQUIRE(scenes.size() == 30);
  for (const Json& json : scenes) {
    const std::string text = json.dump(2) + "\n";
    CAPTURE(text);
    const Scene scene = parse_scene(text, "scene");
    CHECK(scene_text(scene) == text);
    CHECK(parse_address(scene_address(scene), "scene") == scene);
    CHECK(scene_text(parse_address(scene_address(scene), "scene")) == text);
  }
}
