// Compare: up to eight models on one seed.
#include "tests/native/viewer/driver.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace latentwalk::viewer::tests;

TEST_CASE("models are compared on one seed, each with its own latents, and boxes choose up to eight") {
  Driver driver(with({"tiny-gan", "tiny-vae", "tiny-cgan", "tiny-cvae"}, "compare"));
  driver.settle();
  CHECK(driver.session().compared() == std::vector<std::size_t>{0, 1});
  const auto first = answer_of(driver, "compare 0"), second = answer_of(driver, "compare 1");
  CHECK(first->model->spec().name == "tiny-gan");
  CHECK(second->model->spec().name == "tiny-vae");
  CHECK(first->latents == sample_latents(first->model->spec(), 1, 16));
  CHECK(second->latents == sample_latents(second->model->spec(), 1, 16));
  driver.press(Key::n);
  driver.settle();
  CHECK(answer_of(driver, "compare 1")->latents ==
        sample_latents(second->model->spec(), driver.session().document.seed, 16));
  driver.click("with 3");
  driver.settle();
  CHECK(driver.session().compared() == std::vector<std::size_t>{0, 1, 3});
  CHECK(answer_of(driver, "compare 2")->model->spec().name == "tiny-cvae");
  driver.press(Key::z, true);
  CHECK(driver.session().compared().size() == 2);
  driver.click("with 0");
  driver.click("with 1");  // the last one stays
  CHECK(driver.session().compared() == std::vector<std::size_t>{1});

  std::vector<std::string>& with = driver.session().document.with;
  with.clear();
  for (int i = 0; i < 2; ++i)
    for (const ModelEntry& entry : driver.session().models.entries()) with.push_back(entry.path.string());
  driver.settle();
  CHECK(driver.session().compared().size() == kMaxCompared);
  CHECK(driver.has("model 7 digit 15"));
}

TEST_CASE("a digit that is picked in Compare is the current one, and its nearest training digit is found") {
  const TemporaryFolder folder;
  Driver driver(with({"tiny-gan", "tiny-vae"}, "compare"));
  driver.settle();
  driver.click("model 1 digit 3");
  driver.settle();
  const PickedDigit* digit = driver.session().picked.current();
  REQUIRE(digit != nullptr);
  CHECK(digit->station->index == 3);
  CHECK(digit->model == driver.session().models.entries()[1].path);
  CHECK(driver.has("picked 0"));
}
