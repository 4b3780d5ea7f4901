// Compare: two models on one seed.
#include "tests/native/viewer/driver.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace latentwalk::viewer::tests;

TEST_CASE("two models are compared on one seed, each with its own latents") {
  Driver driver(with({"tiny-gan", "tiny-vae"}, "compare"));
  driver.settle();
  const auto left = answer_of(driver, "compare left"), right = answer_of(driver, "compare right");
  CHECK(left->model->spec().name == "tiny-gan");
  CHECK(right->model->spec().name == "tiny-vae");
  CHECK(left->latents == sample_latents(left->model->spec(), 1, 16));
  CHECK(right->latents == sample_latents(right->model->spec(), 1, 16));
  driver.press(Key::n);
  driver.settle();
  CHECK(answer_of(driver, "compare right")->latents ==
        sample_latents(right->model->spec(), driver.session().document.seed, 16));
  driver.click("Swap");
  driver.settle();
  CHECK(answer_of(driver, "compare left")->model->spec().name == "tiny-vae");
  CHECK(driver.where("left 0").to.x < driver.where("right 0").from.x);
}
