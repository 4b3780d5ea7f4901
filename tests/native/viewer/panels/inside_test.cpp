// Inside: what the network computes for one digit.
#include "latentwalk/inside.hpp"

#include "tests/native/viewer/driver.hpp"
#include "viewer/core/words.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace latentwalk::viewer::tests;

TEST_CASE("Inside shows each layer of a generator, the latent vector and the digit that the scene names") {
  Driver driver(with({"tiny-gan"}, "inside"));
  driver.settle();
  const auto answer = answer_of(driver, "inside");
  const Model& model = *driver.session().models.shown();
  const Tensor latent = latents_of(model, {Scene().base}, Prior::standard);
  CHECK(answer->inside->latent == latent);
  CHECK(answer->inside->drawn == model.decode(latent));
  for (const Network::LayerOutput& output : model.decoder_layers())
    CHECK(driver.has("decoder:" + std::to_string(output.layer)));
  CHECK(driver.has(kLatent));
  CHECK(driver.has(kOutput));
  CHECK_FALSE(driver.has(kImage));
  CHECK_FALSE(driver.has(kDrawAgain));
}

TEST_CASE("Inside shows the encoder too, and decodes the mean or a draw of z") {
  Driver driver(with({"tiny-cvae"}, "inside"));
  driver.settle();
  const Model& model = *driver.session().models.shown();
  for (const Network::LayerOutput& output : model.encoder_layers())
    CHECK(driver.has("encoder:" + std::to_string(output.layer)));
  CHECK(driver.has(kImage));
  CHECK(answer_of(driver, "inside")->inside->latent == answer_of(driver, "inside")->inside->codes.mean);
  driver.click(kDrawAgain);
  driver.settle();
  CHECK(driver.session().document.noise == 1);
  CHECK(answer_of(driver, "inside")->inside->latent != answer_of(driver, "inside")->inside->codes.mean);
  driver.press(Key::z, true);
  CHECK(driver.session().document.noise == 0);
  driver.press(Key::p);
  driver.click(kUseMean);
  CHECK(driver.session().document.noise == 0);
}

TEST_CASE("a layer opens large when it is pressed, says its range, and closes again") {
  Driver driver(with({"tiny-gan"}, "inside"));
  driver.settle();
  const std::string layer = "decoder:" + std::to_string(driver.session().models.shown()->decoder_layers()[1].layer);
  driver.click(layer);
  CHECK(driver.session().document.layer == layer);
  CHECK(driver.has("opened layer"));
  driver.click(layer);
  CHECK(driver.session().document.layer.empty());
  CHECK_FALSE(driver.has("opened layer"));
}

TEST_CASE("another digit and a class label change what Inside computes") {
  Driver driver(with({"tiny-cgan"}, "inside"));
  driver.settle();
  const auto before = answer_of(driver, "inside");
  CHECK(before->labels == std::vector<std::int32_t>{0});  // digit 27 of three classes in turn
  driver.click("Class label 2");
  driver.settle();
  CHECK(answer_of(driver, "inside")->labels == std::vector<std::int32_t>{2});
  CHECK(answer_of(driver, "inside")->inside->latent == before->inside->latent);
  driver.click(kAnotherDigit);
  driver.settle();
  CHECK(answer_of(driver, "inside")->inside->latent != before->inside->latent);
}

TEST_CASE("a real digit goes through a shipped encoder as the core computes it, and the output is read") {
  ShellOptions options = with({}, "inside");
  options.session.files.push_back(std::string(LATENTWALK_MODELS) + "/fc-vae.safetensors");
  Driver driver(options);
  driver.settle();
  driver.click(kRealDigit);
  driver.settle();
  REQUIRE(driver.session().document.test.has_value());
  const Tensor image = rows_of(*driver.session().digits.map_pictures(), *driver.session().document.test, 1);
  const Inside inside = inside_image(*driver.session().models.shown(), image, {});
  REQUIRE(answer_of(driver, "inside")->inside != nullptr);
  CHECK(answer_of(driver, "inside")->inside->given == image);
  CHECK(answer_of(driver, "inside")->inside->drawn == inside.drawn);
  const std::string said = driver.shell->panel().status(driver.session());
  CHECK(said.starts_with("fc-vae drew the digit in "));
  CHECK(said.ends_with(" % sure)."));
}
