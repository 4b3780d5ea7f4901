// What the panels save, and what opens again.
#include "latentwalk/error.hpp"
#include "support/digits.hpp"
#include "support/png.hpp"
#include "tests/native/viewer/driver.hpp"
#include "support/npy.hpp"
#include "viewer/core/scene.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace latentwalk::viewer::tests;

TEST_CASE("a walk, its animation, its strip and its latents are saved, and the walk and the latents open again") {
  const TemporaryFolder folder;
  Driver driver(with({"tiny-gan"}, "walk"));
  driver.settle();
  driver.press(Key::n);
  driver.press(Key::l);
  const Walk saved = driver.session().document.walk;
  for (const char* name : {"w.gif", "w.png", "w.json", "w.npy"}) {
    driver.press(Key::s, true);
    driver.frame(3);
    driver.enter("File", (folder.path() / name).string());
    driver.frame(3);
    CHECK(std::filesystem::file_size(folder.path() / name) > 100);
  }
  driver.press(Key::z, true);
  driver.press(Key::z, true);
  CHECK(driver.session().document.walk != saved);
  driver.press(Key::o, true);
  driver.frame(3);
  driver.enter("Model, training run, walk (.json) or latents (.npy)", (folder.path() / "w.json").string());
  CHECK(driver.session().document.walk == saved);
  const Tensor latents = parse_npy(read_file(folder.path() / "w.npy"), "w.npy");
  CHECK(latents == latents_of(driver.session().models.shown()->spec(), saved.stations));
  open_file(driver.session(), folder.path() / "w.npy");
  CHECK(latents_of(driver.session().models.shown()->spec(), driver.session().document.walk.stations) == latents);
  // The saved walk is a scene too: rendered from its file it is the saved animation.
  render_scene_file(folder.path() / "w.json", folder.path() / "again.gif");
  CHECK(read_file(folder.path() / "again.gif") == read_file(folder.path() / "w.gif"));
}

TEST_CASE("a saved sheet is the picture that the command line program writes for the seed") {
  const TemporaryFolder folder;
  Driver driver(with({"tiny-cgan"}, "samples"));
  driver.settle();
  driver.shell->save(folder.path() / "sheet.png");
  const Model& model = *driver.session().models.shown();
  SheetStyle style;
  style.columns = 3;
  const Tensor images = model.decode(sample_latents(model.spec(), 1, 64), labels_for(model.spec(), -1, 64));
  CHECK(read_file(folder.path() / "sheet.png") == encode_png(image_sheet(images, style)));
  driver.shell->save(folder.path() / "sheet.npy");
  CHECK(parse_npy(read_file(folder.path() / "sheet.npy"), "x") == sample_latents(model.spec(), 1, 64));
}

TEST_CASE("every panel saves what it offers to save, and refuses another ending") {
  const TemporaryFolder folder;
  for (const char* name : {"samples", "walk", "plane", "dimensions", "draw", "compare"}) {
    CAPTURE(name);
    Driver driver(with({"tiny-vae", "tiny-gan"}, name));
    driver.settle();
    if (std::string(name) == "draw") driver.drag("canvas", {0.3F, 0.3F}, {0.7F, 0.7F});
    driver.settle();
    for (const std::string& ending : driver.shell->panel().saves(driver.session())) {
      CAPTURE(ending);
      const std::filesystem::path path = folder.path() / (std::string(name) + ending);
      CHECK_NOTHROW(driver.shell->save(path));
      CHECK(std::filesystem::exists(path));
      if (ending == ".json") CHECK_NOTHROW(render_scene_file(path, folder.path() / "scene.png"));
    }
    CHECK_THROWS_AS(driver.shell->save(folder.path() / "x.bmp"), Error);
  }
}
