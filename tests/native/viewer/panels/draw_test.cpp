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

TEST_CASE("after a test digit, a drawing is centred again before it is encoded") {
  ShellOptions options;
  options.session.files = {LATENTWALK_MODELS "/cvae.safetensors"};
  options.session.data = LATENTWALK_DIGITS;
  options.session.view = "draw";
  options.digit = 15;
  Driver driver(options);
  driver.settle();
  const Model& model = *driver.session().models.shown();
  const Digits& digits = *driver.session().digits.get();
  const auto seen = [&](const Drawing& drawing, int label) {
    Tensor image = zeros({1, 28, 28});
    std::copy(drawing.ink.begin(), drawing.ink.end(), image.data());
    return model.encode(image, std::vector<std::int32_t>{label}).mean;
  };
  // As it is in the file, and as its own class.
  const Drawing digit = driver.session().document.drawing;
  CHECK(Tensor(digit_image(digits, 15)) == [&] {
    Tensor image = zeros({1, 28, 28});
    std::copy(digit.ink.begin(), digit.ink.end(), image.data());
    return image;
  }());
  CHECK(answer_of(driver, "encode")->codes.mean == seen(digit, digits.labels[15]));
  driver.press(Key::c);
  driver.drag("canvas", {0.1F, 0.1F}, {0.3F, 0.2F});
  driver.settle();
  const Drawing drawn = driver.session().document.drawing;
  CHECK(answer_of(driver, "encode")->codes.mean == seen(centred(drawn), digits.labels[15]));
  const int other = digits.labels[15] == 7 ? 6 : 7;
  driver.click("Class that the model is told " + std::to_string(other));
  driver.settle();
  CHECK(answer_of(driver, "encode")->codes.mean == seen(centred(drawn), other));
}
