// What the panels save, and what opens again.
#include <iterator>
#include <thread>

#include "latentwalk/error.hpp"
#include "scene/scene_file.hpp"
#include "support/digits.hpp"
#include "support/npy.hpp"
#include "support/png.hpp"
#include "tests/native/viewer/driver.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace latentwalk::viewer::tests;

TEST_CASE("a walk, its animation, its strip and its latents are saved, and the walk and the latents open again") {
  const TemporaryFolder folder;
  Driver driver(with({"tiny-gan"}, "walk"));
  driver.settle();
  driver.press(Key::n);
  driver.press(Key::l);
  const Scene saved = driver.session().document;
  for (const char* name : {"w.gif", "w.png", "w.json", "w.npy"}) {
    driver.press(Key::s, true);
    driver.frame(3);
    driver.enter("File", (folder.path() / name).string());
    driver.settle();
    CHECK(std::filesystem::file_size(folder.path() / name) > 100);
  }
  driver.press(Key::z, true);
  driver.press(Key::z, true);
  CHECK(driver.session().document != saved);
  driver.press(Key::o, true);
  driver.frame(3);
  driver.enter("Model, training run, scene (.json) or latents (.npy)", (folder.path() / "w.json").string());
  CHECK(driver.session().document == saved);
  const Tensor latents = parse_npy(read_file(folder.path() / "w.npy"), "w.npy");
  CHECK(latents == latents_of(*driver.session().models.shown(), saved.stations, Prior::standard));
  open_file(driver.session(), folder.path() / "w.npy");
  CHECK(latents_of(*driver.session().models.shown(), driver.session().document.stations, Prior::standard) == latents);
  // The saved walk is a scene too: rendered from its file it is the saved animation.
  render_scene((folder.path() / "w.json").string(), folder.path() / "again.gif", {});
  CHECK(read_file(folder.path() / "again.gif") == read_file(folder.path() / "w.gif"));
}

TEST_CASE("a saved sheet is the picture that the command line program writes for the seed") {
  const TemporaryFolder folder;
  Driver driver(with({"tiny-cgan"}, "sample"));
  driver.settle();
  driver.save(folder.path() / "sheet.png");
  const Model& model = *driver.session().models.shown();
  SheetStyle style;
  style.columns = 3;
  const Tensor images = model.decode(sample_latents(model.spec(), 1, 64), labels_for(model.spec(), -1, 64));
  CHECK(read_file(folder.path() / "sheet.png") == encode_png(image_sheet(images, style)));
  driver.save(folder.path() / "sheet.npy");
  CHECK(parse_npy(read_file(folder.path() / "sheet.npy"), "x") == sample_latents(model.spec(), 1, 64));
}

TEST_CASE("every panel saves what it offers to save, and refuses another ending") {
  const TemporaryFolder folder;
  for (const char* name : {"sample", "walk", "map", "dimensions", "draw", "compare", "arithmetic"}) {
    CAPTURE(name);
    ShellOptions options = with({}, name);
    for (const char* model : {"fc-vae", "fc-gan"})
      options.session.files.push_back(std::string(LATENTWALK_MODELS) + "/" + model + ".safetensors");
    Driver driver(options);
    driver.settle();
    if (std::string(name) == "draw") driver.drag("canvas", {0.3F, 0.3F}, {0.7F, 0.7F});
    driver.settle();
    REQUIRE_FALSE(driver.shell->panel().saves(driver.session()).empty());
    for (const std::string& ending : driver.shell->panel().saves(driver.session())) {
      CAPTURE(ending);
      const std::filesystem::path path = folder.path() / (std::string(name) + ending);
      CHECK_NOTHROW(driver.save(path));
      CHECK(std::filesystem::exists(path));
    }
    // The saved picture is that of the saved scene.
    const std::filesystem::path scene = folder.path() / (std::string(name) + ".json");
    CHECK_NOTHROW(render_scene(scene.string(), folder.path() / "scene.png", {LATENTWALK_DIGITS, 1}));
    CHECK(read_file(folder.path() / "scene.png") == read_file(folder.path() / (std::string(name) + ".png")));
    CHECK_THROWS_AS(driver.shell->save(folder.path() / "x.bmp"), Error);
  }
}

TEST_CASE("a long animation is saved beside the frames: it shows how far it is, and Cancel leaves the old file") {
  const TemporaryFolder folder;
  ShellOptions options = with({}, "walk");
  options.session.files.push_back(std::string(LATENTWALK_MODELS) + "/conv-gan.safetensors");
  Driver driver(options);
  driver.settle();
  driver.session().document.stations.resize(kMaxStations);
  for (std::size_t i = 0; i < kMaxStations; ++i) driver.session().document.stations[i].index = i;
  driver.session().document.frames = kMaxFrames;
  const std::filesystem::path path = folder.path() / "long.gif";
  write_text(path, "old");
  driver.shell->save(path);
  driver.frame(3);
  REQUIRE(driver.has("saving"));
  CHECK_THROWS_WITH_AS(driver.shell->save(folder.path() / "x.json"), doctest::Contains("is still being saved"), Error);
  while (driver.session().saver.progress() == 0.0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  CHECK(driver.session().saver.progress() < 1.0);
  driver.click("Cancel saving");
  REQUIRE(driver.session().saver.wait_idle(std::chrono::seconds(60)));
  driver.frame(2);
  CHECK_FALSE(driver.has("saving"));
  CHECK(driver.session().message().text == path.string() + " was not saved.");
  CHECK(read_text(path) == "old");
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}
