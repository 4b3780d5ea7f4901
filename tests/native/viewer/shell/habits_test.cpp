// Tray, undo, addresses, titles and files chosen in the desktop's dialog.
#include <sys/stat.h>

#include <atomic>
#include <cstdlib>
#include <thread>

#include "tests/native/viewer/driver.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace latentwalk::viewer::tests;

namespace {

ShellOptions shipped(std::initializer_list<const char*> models, const std::string& panel) {
  ShellOptions options = with({}, panel);
  options.session.shipped = LATENTWALK_MODELS;
  for (const char* model : models)
    options.session.files.push_back(std::string(LATENTWALK_MODELS) + "/" + model + ".safetensors");
  return options;
}

}  // namespace

TEST_CASE("a picked digit is in the tray, every view that is opened starts from it, and it comes back by a click") {
  Driver driver(shipped({"fc-vae", "fc-gan"}, "sample"));
  driver.settle();
  CHECK_FALSE(driver.has("picked 0"));
  driver.click("digit 12");
  driver.settle();
  REQUIRE(driver.has("picked 0"));
  const Station station{1, 12, -1, {}};
  Scene& scene = driver.session().document;
  driver.press(Key::two);
  CHECK(scene.stations.front() == station);
  driver.press(Key::four);
  CHECK(scene.base == station);
  driver.settle();
  driver.press(Key::three);
  driver.settle();
  CHECK(scene.through == std::vector<Station>{station});
  CHECK((scene.x != 0.0 || scene.y != 0.0));  // the ring is at the digit
  CHECK(driver.session().picked.digits().size() == 1);
  driver.press(Key::five);
  driver.settle();
  CHECK_FALSE(scene.ink.empty());
  driver.press(Key::one);
  driver.settle();
  driver.click("digit 3");
  driver.settle();
  CHECK(driver.session().picked.digits().size() == 2);
  driver.click("picked 1");
  driver.settle();
  CHECK(scene.pick == 12);
  CHECK(driver.session().picked.current()->station == station);
  // A view that knows the digit stays as the user left it.
  driver.press(Key::four);
  driver.settle();
  scene.z[0] = 2.0;
  driver.settle();
  CHECK(driver.session().picked.current()->name == "your changed digit");
  driver.press(Key::one);
  driver.press(Key::four);
  CHECK(scene.z.size() == 1);
}

TEST_CASE("a map whose digit is drawn before the test digits are encoded picks nothing by itself") {
  struct HeldJob : Job {
    const std::atomic<bool>& released;
    explicit HeldJob(const std::atomic<bool>& flag) : released(flag) {}
    bool step() override {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      return released;
    }
    Answer answer() const override { return {}; }
  };
  std::atomic<bool> released{false};
  Driver driver(shipped({"fc-vae"}, "sample"));
  driver.settle();
  driver.click("digit 12");
  driver.settle();
  // Of two jobs that are equally urgent the older goes first, so this one holds the encoder back, but not the digit.
  RenderWorker& worker = driver.session().worker;
  worker.submit("held", std::make_unique<HeldJob>(released));
  driver.press(Key::three);
  while (worker.busy("map")) driver.frame();
  driver.frame(3);
  REQUIRE(worker.busy("codes"));
  released = true;
  driver.settle();
  CHECK(driver.session().document.x != 0.0);
  CHECK(driver.session().picked.digits().size() == 1);
}

TEST_CASE("a test digit is encoded for the views that need its place, and a GAN says that it cannot") {
  Driver driver(shipped({"fc-vae", "fc-gan"}, "draw"));
  driver.settle();
  driver.press(Key::n);
  driver.settle();
  REQUIRE(driver.session().picked.current() != nullptr);
  CHECK(driver.session().picked.current()->test == driver.session().document.test);
  driver.press(Key::two);
  driver.settle();
  CHECK(driver.session().document.stations.front().edited.size() == 20);
  driver.session().models.select(driver.session().compared().back());
  driver.settle();
  driver.press(Key::four);
  CHECK(driver.session().message().text.find("has no encoder") != std::string::npos);
}

TEST_CASE("another model is a step of undo") {
  Driver driver(with({"tiny-gan", "tiny-vae"}, "sample"));
  driver.settle();
  CHECK_FALSE(driver.session().history.can_undo());
  driver.press(Key::right_bracket);
  CHECK(driver.session().models.current() == 1);
  driver.press(Key::n);
  driver.press(Key::z, true);
  CHECK(driver.session().models.current() == 1);
  driver.press(Key::z, true);
  CHECK(driver.session().models.current() == 0);
  driver.press(Key::y, true);
  CHECK(driver.session().models.current() == 1);
}

TEST_CASE("Ctrl C copies the page's address and Ctrl V opens one, but not while text is typed") {
  Driver driver(shipped({"conv-vae"}, "walk"));
  driver.settle();
  driver.press(Key::l);
  driver.press(Key::c, true);
  const std::string address = ImGui::GetClipboardText();
  CHECK(address == "#model=conv-vae&view=walk&path=lerp");
  ImGui::SetClipboardText("https://example.org/explore/#model=cgan&view=sample&seed=7&pick=3");
  driver.press(Key::v, true);
  driver.settle();
  CHECK(driver.session().view() == view::kSample);
  CHECK(driver.session().models.entry()->name == "cgan");
  CHECK(driver.session().document.seed == 7);
  CHECK(driver.session().document.pick == 3);
  ImGui::SetClipboardText(address.c_str());
  driver.click("Seed");
  driver.press(Key::v, true);
  CHECK(driver.session().view() == view::kSample);
  driver.press(Key::escape);
  for (const char* text : {"", "seven", "#model=cgan&view=nowhere", "#model=../../etc/passwd&view=sample"}) {
    ImGui::SetClipboardText(text);
    const Scene before = driver.session().document;
    driver.press(Key::v, true);
    CHECK(driver.session().message().is_error);
    CHECK(driver.session().document == before);
  }
}

TEST_CASE("the window's title says what is shown") {
  Driver driver(with({"tiny-gan", "tiny-vae"}, "walk"));
  driver.settle();
  CHECK(driver.shell->title() == "Walk \u2013 tiny-gan \u2013 latentwalk");
  driver.press(Key::right_bracket);
  driver.press(Key::seven);
  CHECK(driver.shell->title() == "Learn \u2013 latentwalk");
}

TEST_CASE("opened scenes are listed and open again") {
  const TemporaryFolder folder;
  Driver driver(shipped({"fc-vae"}, "sample"));
  driver.settle();
  const std::filesystem::path scene = folder.path() / "mine.json";
  write_text(scene, R"({"model": "fc-gan", "view": "sample", "seed": 9})");
  open_file(driver.session(), scene);
  driver.press(Key::n);
  driver.settle();
  driver.click(scene.string());
  CHECK(driver.session().document.seed == 9);
}

TEST_CASE("files are chosen in the desktop's dialog where there is one, and else in the viewer's") {
  const TemporaryFolder folder;
  const std::string program = (folder.path() / "kdialog").string();
  write_text(program, "#!/bin/sh\necho " + (folder.path() / "chosen").string() + "\n");
  chmod(program.c_str(), 0755);
  const std::string before = std::getenv("PATH");
  setenv("PATH", folder.path().c_str(), 1);
  unsetenv("DBUS_SESSION_BUS_ADDRESS");
  ShellOptions options = with({"tiny-gan"}, "sample");
  options.desktop_dialogs = true;
  const auto wait = [](Driver& driver, auto done) {
    for (int i = 0; i < 2000 && !done(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      driver.frame();
    }
  };
  {
    Driver driver(options);
    driver.settle();
    driver.press(Key::s, true);
    wait(driver, [&] { return std::filesystem::exists(folder.path() / "chosen.png"); });
    CHECK(std::filesystem::exists(folder.path() / "chosen.png"));  // the first ending of the panel
    CHECK_FALSE(driver.has("File"));
  }
  std::filesystem::remove(program);
  Driver driver(options);
  driver.settle();
  driver.press(Key::s, true);
  wait(driver, [&] { return driver.has("File"); });
  CHECK(driver.has("File"));
  setenv("PATH", before.c_str(), 1);
}
