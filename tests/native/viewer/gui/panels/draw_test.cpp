// Draw: a digit of one's own, encoded or searched for.
#include "tests/native/viewer/gui/panels/panels.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace latentwalk::viewer::tests;

TEST_CASE("a drawn digit is encoded and decoded; cleared, the model is shown nothing") {
  Driver driver(with({"tiny-vae"}, "draw"));
  driver.settle();
  CHECK(driver.app->worker.answer("encode") == nullptr);
  driver.drag("canvas", {0.3F, 0.3F}, {0.7F, 0.7F});
  driver.settle();
  CHECK_FALSE(is_blank(driver.app->document.drawing));
  const auto answer = answer_of(driver, "encode");
  const Drawing seen = centred(driver.app->document.drawing);
  Tensor image = zeros({1, 8, 12});
  std::copy(seen.ink.begin(), seen.ink.end(), image.data());
  CHECK(answer->codes.mean == driver.app->model()->encode(image).mean);
  CHECK(driver.has("codes"));
  driver.click("Use as drawn");
  driver.settle();
  std::copy(driver.app->document.drawing.ink.begin(), driver.app->document.drawing.ink.end(), image.data());
  CHECK(answer_of(driver, "encode")->codes.mean == driver.app->model()->encode(image).mean);
  driver.drag("canvas", {0.3F, 0.3F}, {0.5F, 0.5F}, 1);
  CHECK(driver.app->document.drawing.ink[2 * 12 + 3] < 0.5F);
  driver.press(Key::c);
  driver.settle();
  CHECK(is_blank(driver.app->document.drawing));
  CHECK_FALSE(driver.has("codes"));
  driver.press(Key::z, true);
  CHECK_FALSE(is_blank(driver.app->document.drawing));
}

TEST_CASE("a digit can be drawn with the keyboard alone") {
  Driver driver(with({"tiny-vae"}, "draw"));
  driver.settle();
  driver.click("Pen");
  send_key(Key::down, true);
  driver.frame(10);
  send_key(Key::space, true);
  send_key(Key::right, true);
  driver.frame(30);
  send_key(Key::space, false);
  send_key(Key::right, false);
  send_key(Key::down, false);
  driver.frame(2);
  CHECK_FALSE(is_blank(driver.app->document.drawing));
  driver.press(Key::escape);
  CHECK_FALSE(driver.app->animating());
}

TEST_CASE("a model without an encoder searches for the nearest digit it can make") {
  Driver driver(with({"tiny-gan"}, "draw"));
  driver.settle();
  driver.drag("canvas", {0.3F, 0.3F}, {0.7F, 0.7F});
  driver.click("Find the nearest");
  driver.settle();
  const auto answer = answer_of(driver, "search");
  CHECK(answer->finished);
  CHECK(answer->images == driver.app->model()->decode(answer->latents));
}
