// Draw: a digit of one's own, encoded or searched for.
#include "data/test_digits.hpp"
#include "latentwalk/drawing.hpp"
#include "latentwalk/search.hpp"
#include "tests/native/viewer/driver.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace latentwalk::viewer::tests;

namespace {

ShellOptions shipped_model(const char* name, int digit = -1) {
  ShellOptions options = with({}, "draw");
  options.session.files = {std::string(LATENTWALK_MODELS) + "/" + name + ".safetensors"};
  options.digit = digit;
  return options;
}

/// What the model gets of the drawing in the document, (1, 28, 28).
Tensor prepared(Driver& driver) {
  const Scene& scene = driver.session().document;
  Tensor digit = prepare_drawing(parse_ink(scene.ink, "ink"), 28, !scene.raw);
  digit.reshape({std::size_t{1}, std::size_t{28}, std::size_t{28}});
  return digit;
}

Tensor code(Driver& driver, const Tensor& digit, std::vector<std::int32_t> labels = {}) {
  return driver.session().models.shown()->encode(digit, labels).mean;
}

}  // namespace

TEST_CASE("a drawn digit is made ready as on the page, encoded and decoded; cleared, the model is shown nothing") {
  Driver driver(shipped_model("fc-vae"));
  driver.settle();
  CHECK(driver.session().worker.answer("encode") == nullptr);
  driver.drag("canvas", {0.3F, 0.3F}, {0.7F, 0.7F});
  driver.settle();
  CHECK_FALSE(driver.session().document.ink.empty());
  CHECK(answer_of(driver, "encode")->codes.mean == code(driver, prepared(driver)));
  CHECK(driver.has("codes"));
  CHECK(driver.has("given"));
  driver.click("Don\u2019t centre or resize my drawing");
  driver.settle();
  CHECK(driver.session().document.raw);
  CHECK(answer_of(driver, "encode")->codes.mean == code(driver, prepared(driver)));
  const std::string before = driver.session().document.ink;
  driver.drag("canvas", {0.3F, 0.3F}, {0.5F, 0.5F}, 1);
  CHECK(parse_ink(before, "ink")(40, 40) == 1.0F);
  CHECK(parse_ink(driver.session().document.ink, "ink")(40, 40) == 0.0F);
  driver.press(Key::c);
  driver.settle();
  CHECK(driver.session().document.ink.empty());
  CHECK_FALSE(driver.has("codes"));
  driver.press(Key::z, true);
  CHECK_FALSE(driver.session().document.ink.empty());
}

TEST_CASE("the eight digits near the code are those of the page: half of the draws of seed 1 added to the mean") {
  for (const char* name : {"fc-vae", "cvae"}) {
    CAPTURE(std::string(name));
    Driver driver(shipped_model(name, 3));
    driver.settle();
    const Model& model = *driver.session().models.shown();
    const Tensor mean = answer_of(driver, "encode")->codes.mean;
    const Tensor draws = sample_latents(model.spec(), 1, 8);
    const auto near = answer_of(driver, "near");
    REQUIRE(near->latents.shape(0) == 8);
    for (std::size_t n = 0; n < 8; ++n)
      for (std::size_t i = 0; i < mean.size(); ++i)
        CHECK(near->latents(n, i) == static_cast<float>(mean.data()[i] + 0.5 * draws(n, i)));
    CHECK(near->images == model.decode(near->latents, near->labels));
    if (model.spec().class_count > 0)
      CHECK(near->labels == std::vector<std::int32_t>(8, driver.session().digits.get()->labels[3]));
    CHECK(driver.has("near 7"));
  }
}

TEST_CASE("a digit can be drawn with the keyboard alone") {
  Driver driver(shipped_model("fc-vae"));
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
  CHECK_FALSE(driver.session().document.ink.empty());
  driver.press(Key::escape);
  CHECK_FALSE(driver.shell->animating());
}

TEST_CASE("a model without an encoder searches for the nearest digit that it can draw, with the core's search") {
  Driver driver(shipped_model("fc-gan"));
  driver.settle();
  driver.drag("canvas", {0.3F, 0.3F}, {0.7F, 0.7F});
  driver.click("Find the nearest");
  driver.settle();
  const auto answer = answer_of(driver, "search");
  const Model& model = *driver.session().models.shown();
  CHECK(answer->finished);
  CHECK(answer->images == model.decode(answer->latents));
  LatentSearch search(model.spec(), 1);
  while (!search.done()) search.tell(picture_distances(model.decode(search.ask()), prepared(driver)));
  CHECK(std::equal(answer->latents.begin(), answer->latents.end(), search.best().begin()));
}

TEST_CASE("after a test digit, a drawing is centred again before it is encoded") {
  Driver driver(shipped_model("cvae", 15));
  driver.settle();
  const Digits& digits = *driver.session().digits.get();
  // As it is in the file, and as its own class.
  CHECK(driver.session().document.test == 15);
  CHECK(answer_of(driver, "encode")->codes.mean == code(driver, digit_image(digits, 15), {digits.labels[15]}));
  driver.press(Key::c);
  driver.drag("canvas", {0.1F, 0.1F}, {0.3F, 0.2F});
  driver.settle();
  CHECK(answer_of(driver, "encode")->codes.mean == code(driver, prepared(driver), {0}));
  driver.click("Class that the model is told 7");
  driver.settle();
  CHECK(answer_of(driver, "encode")->codes.mean == code(driver, prepared(driver), {7}));
}

TEST_CASE("a model of another size says what it needs, and saves nothing") {
  Driver driver(with({"tiny-vae"}, "draw"));
  driver.settle();
  CHECK_FALSE(driver.has("canvas"));
  CHECK(driver.shell->panel().saves(driver.session()).empty());
}
