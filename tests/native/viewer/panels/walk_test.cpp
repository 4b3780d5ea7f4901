// Walk: playing, scrubbing, stations.
#include "support/digits.hpp"
#include "tests/native/viewer/driver.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace latentwalk::viewer::tests;

TEST_CASE("a walk plays by itself, stops, can be scrubbed and steps by keys") {
  Driver driver(with({"tiny-gan"}, "walk"));
  driver.settle();
  const ModelSpec spec = driver.session().models.shown()->spec();
  const Tensor start = answer_of(driver, "walk")->latents;
  CHECK(start == latents_of(spec, {driver.session().document.walk.stations[0]}));
  CHECK_FALSE(driver.shell->animating());
  driver.click("Play");
  CHECK(driver.shell->animating());
  driver.frame(30);
  driver.settle();
  CHECK(answer_of(driver, "walk")->latents != start);
  driver.press(Key::p);
  CHECK_FALSE(driver.shell->animating());
  driver.drag("way", {0.1F, 0.5F}, {0.0F, 0.5F});
  driver.settle();
  CHECK(answer_of(driver, "walk")->latents == start);
  driver.press(Key::period);
  driver.settle();
  const Tensor path = walk(latents_of(spec, driver.session().document.walk.stations), 40, Interpolation::slerp, true);
  const Tensor step = answer_of(driver, "walk")->latents;
  for (std::size_t i = 0; i < 6; ++i) CHECK(step(0, i) == doctest::Approx(path(1, i)).epsilon(1e-5));
  driver.press(Key::comma);
  driver.settle();
  CHECK(answer_of(driver, "walk")->latents == start);
}

TEST_CASE("stations are added, moved, removed and brought back by undo; L and O change path and loop") {
  Driver driver(with({"tiny-gan"}, "walk"), 1280, 1200);
  driver.settle();
  Walk& walk = driver.session().document.walk;
  driver.press(Key::n);
  CHECK(walk.stations.size() == 4);
  const Walk before = walk;
  driver.click("remove 2");
  CHECK(walk.stations.size() == 3);
  driver.press(Key::z, true);
  CHECK(walk == before);
  driver.press(Key::l);
  CHECK(walk.how == Interpolation::lerp);
  driver.press(Key::o);
  CHECK_FALSE(walk.loop);
  driver.click("path Great circle");
  CHECK(walk.how == Interpolation::slerp);
  CHECK(driver.has("length"));
}
