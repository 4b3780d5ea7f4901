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
  CHECK(start ==
        latents_of(*driver.session().models.shown(), {driver.session().document.stations[0]}, Prior::standard));
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
  const Tensor path =
      walk(latents_of(*driver.session().models.shown(), driver.session().document.stations, Prior::standard), 60,
           Interpolation::slerp);
  const Tensor step = answer_of(driver, "walk")->latents;
  for (std::size_t i = 0; i < 6; ++i) CHECK(step(0, i) == doctest::Approx(path(1, i)).epsilon(1e-5));
  driver.press(Key::comma);
  driver.settle();
  CHECK(answer_of(driver, "walk")->latents == start);
}

TEST_CASE("stations are added, moved, removed and brought back by undo; L and O change path and loop") {
  Driver driver(with({"tiny-gan"}, "walk"), 1280, 1200);
  driver.settle();
  Scene& walk = driver.session().document;
  driver.press(Key::n);
  CHECK(walk.stations.size() == 3);
  const Scene before = walk;
  driver.click("remove 2");
  CHECK(walk.stations.size() == 2);
  driver.press(Key::z, true);
  CHECK(walk.stations == before.stations);
  driver.press(Key::l);
  CHECK(walk.path == "lerp");
  driver.press(Key::o);
  CHECK(walk.loop);
  driver.click("path Slerp");
  CHECK(walk.path == "slerp");
  CHECK(driver.has("length"));
}

TEST_CASE("a walk of a conditional model blends the classes of its stations on the way") {
  Driver driver(with({"tiny-cgan"}, "walk"));
  driver.settle();
  const Model& model = *driver.session().models.shown();
  Scene& walk = driver.session().document;
  walk.stations = {parse_station("3@0", "s"), parse_station("4@2", "s")};
  walk.t = 0.5;
  driver.settle();
  Tensor half = zeros({1, 3});
  half(0, 0) = half(0, 2) = 0.5F;
  const auto answer = answer_of(driver, "walk");
  CHECK(answer->images == model.decode_blend(answer->latents, half));
  CHECK(answer->images != model.decode(answer->latents, std::vector<std::int32_t>{0}));
}
