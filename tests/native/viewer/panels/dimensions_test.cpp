// Dimensions: one control for each number.
#include "tests/native/viewer/driver.hpp"
#include "viewer/core/words.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace latentwalk::viewer::tests;

TEST_CASE("a slider moves one number, the strip follows, R brings the seed's numbers back") {
  Driver driver(with({"tiny-gan"}, "dimensions"));
  driver.settle();
  const Tensor before = answer_of(driver, "dimensions")->latents;
  driver.drag("z 3", {0.5F, 0.5F}, {0.97F, 0.5F});
  driver.settle();
  const Tensor after = answer_of(driver, "dimensions")->latents;
  CHECK(after(0, 2) > 2.5F);
  for (const std::size_t i : {0U, 1U, 3U, 4U, 5U}) CHECK(after(0, i) == before(0, i));
  const Tensor along = answer_of(driver, "along")->latents;
  CHECK(along(0, 2) == -3.0F);
  CHECK(along(8, 2) == 3.0F);
  driver.click("along 0");
  driver.settle();
  CHECK(answer_of(driver, "dimensions")->latents(0, 2) == -3.0F);
  driver.click("new z 5");
  CHECK(driver.session().document.z.contains(4));
  driver.press(Key::r);
  driver.settle();
  CHECK(answer_of(driver, "dimensions")->latents == before);
}

TEST_CASE("codes are shown by name: a choice for a categorical one, its own range for a uniform one") {
  Driver driver(with({"tiny-cgan"}, "dimensions"));
  driver.settle();
  driver.click("digit code 3");
  driver.settle();
  const Tensor latent = answer_of(driver, "dimensions")->latents;
  CHECK(latent(0, 4) == 0.0F);
  CHECK(latent(0, 6) == 1.0F);
  driver.drag("style code 2", {0.5F, 0.5F}, {0.0F, 0.5F});
  driver.settle();
  CHECK(answer_of(driver, "dimensions")->latents(0, 8) == doctest::Approx(-2.0).epsilon(0.02));
}

TEST_CASE("InfoGAN's codes say what they do, once it is found out by drawing with them") {
  ShellOptions options = with({}, "dimensions");
  options.session.files.push_back(std::string(LATENTWALK_MODELS) + "/infogan.safetensors");
  Driver driver(options, 1280, 1000);
  driver.settle();
  const auto meanings = driver.session().reader.meanings(driver.session().models.shown());
  REQUIRE(meanings != nullptr);
  CHECK(meanings->at(0) == nullptr);  // noise
  // Together the ten kinds draw the ten digits.
  const CodeMeanings::Block* kind = meanings->at(62);
  REQUIRE(kind != nullptr);
  REQUIRE(kind->values.size() == 10);
  std::vector<std::size_t> drawn(10, 0);
  for (const CodeMeanings::Value& value : kind->values) {
    ++drawn[value.digit];
    CHECK(value.share > 0.5);
  }
  CHECK(drawn == std::vector<std::size_t>(10, 1));
  const CodeMeanings::Block* style = meanings->at(72);
  REQUIRE(style != nullptr);
  REQUIRE(style->coordinates.size() == 2);
  CHECK_FALSE(style->coordinates[0].empty());
  // The value 3 of the code is a button with the digit that it draws.
  driver.click("kind " + code_draws(2, kind->values[2].digit));
  driver.settle();
  CHECK(answer_of(driver, "dimensions")->latents(0, 64) == 1.0F);
  driver.session().reader.read("test", answer_of(driver, "dimensions"), false);
  driver.settle();
  CHECK(driver.session().reader.read("test", answer_of(driver, "dimensions"), false).front().digit ==
        kind->values[2].digit);
  CHECK(driver.has("what kind draws"));
  CHECK(driver.has("name of style 1"));
}
