// A seeded monkey: random clicks, drags, wheel turns, keys, letters and sizes on every panel. Nothing that it does ends
// the program, and the scene that is left can be written and read.
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "latentwalk/rng.hpp"
#include "tests/native/viewer/driver.hpp"
#include "tests/native/viewer/model_kinds.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace latentwalk::viewer::tests;

namespace {

namespace fs = std::filesystem;

class Monkey {
 public:
  Monkey(Driver& driver, std::uint64_t seed) : driver_(driver), rng_(seed) {}

  void act() {
    switch (rng_.below(12)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return click(rng_.below(8) == 0 ? 1 : 0);
      case 4:
      case 5:
        return drag();
      case 6:
        driver_.move(somewhere());
        return driver_.wheel(static_cast<float>(rng_.below(7)) - 3);
      case 7:
        return type();
      case 8:
        return resize();
      default:
        return press();
    }
  }

 private:
  float share() { return static_cast<float>(rng_.uniform()); }

  /// Half of the time the middle of a thing with a name; else any place, also one outside the window.
  ImVec2 somewhere() {
    const auto& regions = driver_.shell->ui().regions;
    if (rng_.below(2) == 0 && !regions.empty()) {
      auto at = regions.begin();
      std::advance(at, static_cast<std::ptrdiff_t>(rng_.below(regions.size())));
      return at->second.centre();
    }
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    return {(1.2F * share() - 0.1F) * size.x, (1.2F * share() - 0.1F) * size.y};
  }

  void click(int which) {
    driver_.move(somewhere());
    for (std::uint64_t times = 1 + rng_.below(2); times > 0; --times) {
      driver_.button(true, which);
      driver_.button(false, which);
    }
  }

  void drag() {
    driver_.move(somewhere());
    driver_.button(true);
    for (int i = 0; i < 3; ++i) driver_.move(somewhere());
    driver_.button(false);
  }

  void press() {
    const auto key = static_cast<Key>(rng_.below(static_cast<std::uint64_t>(Key::z) + 1));
    const bool ctrl = rng_.below(4) == 0, shift = rng_.below(4) == 0;
    // Another size of the text costs as much as a hundred events, and each run has one.
    if (ctrl && (key == Key::equal || key == Key::minus || key == Key::zero)) return;
    driver_.press(key, ctrl, shift);
  }

  /// Without a slash, so that nothing is written elsewhere.
  void type() {
    constexpr std::string_view kLetters = "0123456789.-:,@eE+?aZ";
    ImGui::GetIO().AddInputCharacter(static_cast<unsigned char>(kLetters[rng_.below(kLetters.size())]));
    driver_.frame();
  }

  void resize() {
    ImGui::GetIO().DisplaySize = {std::floor(200 + 2400 * share()), std::floor(60 + 1540 * share())};
    driver_.frame();
  }

  Driver& driver_;
  Rng rng_;
};

/// The program writes to the folder that it was started in.
struct WorkingFolder {
  WorkingFolder() : before(fs::current_path()) { fs::current_path(folder.path()); }
  ~WorkingFolder() { fs::current_path(before); }
  TemporaryFolder folder;
  fs::path before;
};

/// Whatever was done, the state of each view is a scene that can be written and read again.
void check_scenes(const Session& session) {
  for (std::size_t view = 0; view < kViewNames.size(); ++view) {
    Scene scene = session.document;
    scene.model = "model";
    scene.view = static_cast<View>(view);
    if (scene.view == View::walk && scene.stations.size() < 2) continue;  // the panel asks for another station
    if (scene.view == View::compare) scene.with.clear();
    CAPTURE(scene_text(scene));
    CHECK_NOTHROW(parse_scene(scene_text(scene), "scene"));
  }
}

}  // namespace

TEST_CASE("a monkey ends no panel, with no model or any, at any scale and width") {
  const bool full = std::getenv("LATENTWALK_FULL") != nullptr;
  const std::uint64_t events = full ? 10000 / kModelKinds.size() + 1 : 30;  // 10,000 on each panel
  if (full) std::cout << std::unitbuf;                                      // what a crash leaves in the buffer is lost
  const WorkingFolder here;
  std::uint64_t seed = 0;
  for (const char* kind : kModelKinds) {
    for (const char* view : view::kAll) {
      CAPTURE(std::string(kind));
      CAPTURE(std::string(view));
      ++seed;  // not in CAPTURE, which reads it when it prints
      CAPTURE(seed);
      if (full) MESSAGE("begins");  // a crash tells no more than this
      const float scales[] = {1.0F, 1.5F, 2.0F, 3.0F};
      Driver driver(of_kind(kind, here.folder.path()), 320.0F + 190.0F * static_cast<float>(seed % 11), 700,
                    scales[seed % 4]);
      wait_for_model(driver);
      Monkey monkey(driver, seed);
      for (std::uint64_t i = 0; i < events; ++i) {
        // It leaves the panel by a tab or a key now and then, and comes back.
        if (i % 16 == 0) driver.session().go_to(view);
        monkey.act();
      }
      check_scenes(driver.session());
      CHECK(driver.textures.sound);
    }
  }
}
