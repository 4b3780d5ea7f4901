// Draw: a digit of one's own, encoded or searched for.
#include "tests/native/viewer/driver.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace latentwalk::viewer::tests;

TEST_CASE("a drawn digit is encoded and decoded; cleared, the model is shown nothing") {
  Driver driver(with({"tiny-vae"}, "draw"));
  driver.settle();
  CHECK(driver.session().worker.answer("encode") == nullptr);
  driver.drag("canvas", {0.3F, 0.3F}, {0.7F, 0.7F});
  driver.settle();
  CHECK_FALSE(is_blank(driver.session().document.drawing));
  const auto answer = answer_of(driver, "encode");
  const Drawing seen = centred(driver.session().document.drawing);
  Tensor image = zeros({1, 8, 12});
  std::copy(seen.ink.begin(), seen.ink.end(), image.data());
  CHECK(answer->codes.mean == driver.session().models.shown()->encode(image).mean);
  CHECK(driver.has("codes"));
  driver.click("Use as drawn");
  driver.settle();
  std::copy(driver.session().document.drawing.ink.begin(), driver.session().document.drawing.ink.end(), image.data());
  CHECK(answer_of(driver, "encode")->codes.mean == driver.session().models.shown()->encode(image).mean);
  driver.drag("canvas", {0.3F, 0.3F}, {0.5F, 0.5F}, 1);
  CHECK(driver.session().document.drawing.ink[2 * 12 + 3] < 0.5F);
  driver.press(Key::c);
  driver.settle();
  CHECK(is_blank(driver.session().document.drawing));
  CHECK_FALSE(driver.has("codes"));
  driver.press(Key::z, true);
  CHECK_FALSE(is_blank(driver.session().document.drawing));
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
  CHECK_FALSE(is_blank(driver.session().document.drawing));
  driver.press(Key::escape);
  CHECK_FALSE(driver.shell->animating());
}

TEST_CASE("a model without an encoder searches for the nearest digit it can make") {
  Driver driver(with({"tiny-gan"}, "draw"));
  driver.settle();
  driver.drag("canvas", {0.3F, 0.3F}, {0.7F, 0.7F});
  driver.click("Find the nearest");
  driver.settle();
  const auto answer = answer_of(driver, "search");
  CHECK(answer->finished);
  CHECK(answer->images == driver.session().models.shown()->decode(answer->latents));
}
