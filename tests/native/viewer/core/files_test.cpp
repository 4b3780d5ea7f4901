// What the viewer reads and writes: scenes, walks, latents, settings, logs, models on disk.

#include "support/files.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "latentwalk/error.hpp"
#include "latentwalk/rng.hpp"
#include "support/model_file.hpp"
#include "support/png.hpp"
#include "tests/support/test_files.hpp"
#include "viewer/core/drawing.hpp"
#include "viewer/session/model_list.hpp"
#include "viewer/core/npy.hpp"
#include "viewer/core/projection.hpp"
#include "viewer/core/run_log.hpp"
#include "viewer/core/scene.hpp"
#include "viewer/session/settings.hpp"
#include "viewer/core/test_digits.hpp"
#include "viewer/core/upscale.hpp"
#include "viewer/core/exports.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using tests::message_of;

namespace {

const std::string kFixtures = LATENTWALK_FIXTURES;

const std::string kWalk = R"({"view": "walk", "model": "tiny-gan.safetensors",
  "stations": [{"seed": 3}, {"seed": 3, "index": 2}, {"latent": [0.5, -1, 0, 2, 0.25, 1]}],
  "interpolation": "lerp", "loop": true, "frames": 5, "fps": 10})";

}  // namespace

TEST_CASE("latents written as .npy are read back the same") {
  const Tensor latents = sample_latents(load_model(kFixtures + "/tiny-gan.safetensors").model.spec(), 4, 7);
  const std::vector<std::uint8_t> bytes = encode_npy(latents);
  CHECK((bytes.size() - 4 * latents.size()) % 64 == 0);
  CHECK(parse_npy(bytes, "x.npy") == latents);
}

TEST_CASE("a .npy file that is cut, of other numbers or with a false shape is refused with its name") {
  std::vector<std::uint8_t> good = encode_npy(zeros({2, 3}));
  for (std::size_t keep : {std::size_t{0}, std::size_t{9}, std::size_t{40}, good.size() - 1}) {
    CAPTURE(keep);
    const std::vector<std::uint8_t> cut(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(keep));
    CHECK(message_of([&] { parse_npy(cut, "x.npy"); }).starts_with("x.npy: "));
  }
  std::string text(good.begin(), good.end());
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    return std::vector<std::uint8_t>(changed.begin(), changed.end());
  };
  CHECK(message_of([&] { parse_npy(with("<f4", "<f8"), "x.npy"); }).find("32-bit floats") != std::string::npos);
  CHECK(message_of([&] { parse_npy(with("(2, 3", "(2, 4"), "x.npy"); }).find("expected 32 bytes") != std::string::npos);
  CHECK(message_of([&] { parse_npy(with("False", "True "), "x.npy"); }).find("row-major") != std::string::npos);
}

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
  CHECK(rendered.delay_centiseconds == 10);
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

TEST_CASE("settings are written whole and read back; a broken file says what is wrong") {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "deep" / "viewer.json";
  CHECK(load_settings(path) == Settings());
  Settings settings;
  settings.dark = true;
  settings.ui_scale = 1.5;
  settings.panel = "walk";
  remember(settings.recent_models, "/a");
  remember(settings.recent_models, "/b");
  remember(settings.recent_models, "/a");
  CHECK(settings.recent_models == std::vector<std::string>{"/a", "/b"});
  save_settings(path, settings);
  CHECK(load_settings(path) == settings);
  CHECK(std::distance(std::filesystem::directory_iterator(path.parent_path()), {}) == 1);  // no temporary file left
  write_text(path, R"({"ui_scale": 40})");
  CHECK(message_of([&] { load_settings(path); }).find("ui_scale") != std::string::npos);
}

TEST_CASE("settings live where the XDG specification says") {
  setenv("XDG_CONFIG_HOME", "/somewhere", 1);
  CHECK(settings_path() == "/somewhere/latentwalk/viewer.json");
  setenv("XDG_CONFIG_HOME", "relative", 1);
  setenv("HOME", "/home/x", 1);
  CHECK(settings_path() == "/home/x/.config/latentwalk/viewer.json");
}

TEST_CASE("a training log becomes a curve for each number, as it grows") {
  const TemporaryFolder folder;
  CHECK(message_of([&] { RunLog(folder.path()).refresh(); }).find("log.jsonl") != std::string::npos);
  const std::filesystem::path path = folder.path() / "log.jsonl";
  write_text(path, "{\"step\": 50, \"loss\": 2.5, \"note\": \"x\"}\n{\"step\": 100, \"loss\": 1.5}\n{\"step\": 1");
  RunLog log(folder.path());
  CHECK(log.refresh());
  REQUIRE(log.series().size() == 1);
  CHECK(log.series()[0].name == "loss");
  CHECK(log.series()[0].x == std::vector<double>{50, 100});
  CHECK_FALSE(log.refresh());
  std::ofstream(path, std::ios::app) << "50, \"loss\": 1.25, \"means\": {\"loss\": 1.75}}\nnot JSON\n";
  CHECK(log.refresh());
  CHECK(log.series()[0].y == std::vector<double>{2.5, 1.5, 1.25});
  CHECK(log.series()[1].name == "means.loss");
  CHECK(log.bad_lines() == 1);
  write_text(path, "{\"step\": 7, \"d\": 1}\n");  // a new run in the same place
  CHECK(log.refresh());
  REQUIRE(log.series().size() == 1);
  CHECK(log.series()[0].name == "d");
  CHECK(log.series()[0].x.front() == 7);
}

TEST_CASE("a model is loaded again when its file changes, and the last good one stays when that fails") {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "model.safetensors";
  std::filesystem::copy(kFixtures + "/tiny-gan.safetensors", path);
  RenderWorker worker;
  ModelList models(worker);
  CHECK(models.add(path) == 0);
  CHECK(models.add(path) == 0);
  REQUIRE(worker.wait_idle(std::chrono::seconds(10)));
  CHECK(models.refresh());
  REQUIRE(models.entries()[0].model != nullptr);
  CHECK(models.entries()[0].model->spec().name == "tiny-gan");
  CHECK_FALSE(models.refresh());

  const auto replace_by = [&](const std::vector<std::uint8_t>& bytes) {
    const auto before = std::filesystem::last_write_time(path);
    write_file(path, bytes);
    std::filesystem::last_write_time(path, before + std::chrono::seconds(2));
    CHECK(models.refresh());
    REQUIRE(worker.wait_idle(std::chrono::seconds(10)));
    CHECK(models.refresh());
  };
  replace_by(read_file(kFixtures + "/tiny-vae.safetensors"));
  CHECK(models.entries()[0].model->spec().name == "tiny-vae");
  CHECK(models.entries()[0].version == 2);
  replace_by({1, 2, 3});
  CHECK(models.entries()[0].model->spec().name == "tiny-vae");
  CHECK(models.entries()[0].message.find("model.safetensors") != std::string::npos);
}

TEST_CASE("a drawn stroke leaves ink, an eraser takes it away, and a blank sheet stays blank when centred") {
  Drawing drawing = blank_drawing(28, 20);
  CHECK(is_blank(drawing));
  CHECK(is_blank(centred(drawing)));
  stroke(drawing, 3, 3, 3, 12);
  CHECK_FALSE(is_blank(drawing));
  CHECK(drawing.ink[8 * 28 + 3] > 0.8F);
  CHECK(drawing.ink[8 * 28 + 20] == 0.0F);
  stroke(drawing, 3, 0, 3, 20, true);
  CHECK(is_blank(drawing));
}

TEST_CASE("a digit drawn small in a corner is centred by its mass and scaled as MNIST's are") {
  Drawing drawing = blank_drawing(28, 28);
  stroke(drawing, 3, 3, 3, 11);
  stroke(drawing, 3, 11, 7, 11);
  const Drawing result = centred(drawing);
  double mass = 0, x = 0, y = 0;
  int top = 28, bottom = 0;
  for (int row = 0; row < 28; ++row)
    for (int column = 0; column < 28; ++column) {
      const double ink = result.ink[static_cast<std::size_t>(row) * 28 + static_cast<std::size_t>(column)];
      mass += ink, x += ink * (column + 0.5), y += ink * (row + 0.5);
      if (ink > 0.3) top = std::min(top, row), bottom = std::max(bottom, row);
    }
  CHECK(std::abs(x / mass - 14) < 0.5);
  CHECK(std::abs(y / mass - 14) < 0.5);
  CHECK(bottom - top + 1 >= 18);
  CHECK(bottom - top + 1 <= 21);
}

TEST_CASE("the principal plane finds the two directions in which points spread") {
  Tensor points = zeros({400, 5});
  Rng rng(3);
  for (std::size_t n = 0; n < 400; ++n)
    for (std::size_t i = 0; i < 5; ++i)
      points(n, i) = static_cast<float>((i == 3 ? 4.0 : i == 1 ? 2.0 : 0.1) * rng.normal());
  const Projection plane = principal_plane(points);
  CHECK(std::abs(plane.right[3]) > 0.98F);
  CHECK(std::abs(plane.down[1]) > 0.98F);
  const auto [x, y] = plane.place(plane.latent(1.5, -0.5).data());
  CHECK(x == doctest::Approx(1.5));
  CHECK(y == doctest::Approx(-0.5));
}

TEST_CASE("an enlarged digit keeps its ink in its place") {
  std::vector<float> ink(12 * 8, 0.0F);
  for (std::size_t x = 6; x < 12; ++x) ink[3 * 12 + x] = 1.0F;
  const std::vector<std::uint8_t> large = upscale(ink.data(), 12, 8, 120, 80);
  REQUIRE(large.size() == 9600);
  CHECK(large[35 * 120 + 90] > 150);
  CHECK(large[35 * 120 + 20] == 0);
  CHECK(large[5 * 120 + 90] == 0);
  for (std::size_t i = 0; i < ink.size(); ++i) ink[i] = 1.0F;
  const std::vector<std::uint8_t> full = upscale(ink.data(), 12, 8, 120, 80);
  CHECK(*std::min_element(full.begin(), full.end()) >= 254);
}

TEST_CASE("the clone's test digits are found and spread over the classes") {
  const auto folder = find_test_digits(LATENTWALK_DIGITS);
  REQUIRE(folder);
  const Digits digits = load_test_digits(*folder, 200);
  CHECK(digits.count == 200);
  std::vector<int> per_class(10, 0);
  for (const std::uint8_t label : digits.labels) ++per_class[label];
  for (const int count : per_class) CHECK(count > 5);
}
