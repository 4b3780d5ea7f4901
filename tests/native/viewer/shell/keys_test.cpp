// Everything by keyboard.
#include "tests/native/viewer/driver.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace latentwalk::viewer::tests;

TEST_CASE("keys go to every panel and model, ? lists them, and Escape closes the list") {
  Driver driver(with({"tiny-gan", "tiny-vae"}, "sample"));
  driver.settle();
  const char* names[] = {"Sample", "Walk", "Map", "Dimensions", "Draw", "Inside", "Learn", "Compare", "Training"};
  for (int i = 8; i >= 0; --i) {
    driver.press(static_cast<Key>(static_cast<int>(Key::one) + i));
    CHECK(std::string(driver.shell->panel().title()) == names[i]);
    CHECK(driver.session().view() == view::kAll[static_cast<std::size_t>(i)]);
    driver.settle();
  }
  const std::size_t before = driver.session().models.current();
  driver.press(Key::right_bracket);
  CHECK(driver.session().models.current() != before);
  driver.press(Key::left_bracket);
  CHECK(driver.session().models.current() == before);
  driver.type("?");
  CHECK(ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup));
  driver.press(Key::two);  // a dialog keeps the keys
  CHECK(driver.session().view() == view::kSample);
  driver.press(Key::escape);
  driver.frame(3);
  driver.press(Key::d);
  CHECK(driver.session().settings.dark);
  driver.press(Key::equal, true);
  CHECK(driver.session().settings.ui_scale == 1.125);
  driver.press(Key::zero, true);
  CHECK(driver.session().settings.ui_scale == 1.0);
  driver.press(Key::q, true);
  CHECK(driver.shell->wants_to_close());
}

TEST_CASE("Tab and Space press a control without the mouse") {
  Driver driver(with({"tiny-gan"}, "walk"));
  driver.settle();
  bool played = false;
  for (int i = 0; i < 60 && !played; ++i) {
    driver.press(Key::tab);
    driver.press(Key::right);
    driver.press(Key::space);
    played = driver.session().document.path == "lerp" || driver.shell->animating() ||
             driver.session().document.stations.size() != 2 || driver.shell->wants_to_close() ||
             driver.session().view() != view::kWalk;
  }
  CHECK(played);
}
