// Sample: the sheet of a seed, digits chosen, classes asked for.
#include "support/digits.hpp"
#include "tests/native/viewer/driver.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace latentwalk::viewer::tests;

TEST_CASE("the samples on the stage are those of the seed, and a click on New digits draws others") {
  Driver driver(with({"tiny-gan"}, "sample"));
  driver.settle();
  const ModelSpec spec = driver.session().models.shown()->spec();
  CHECK(answer_of(driver, "sample")->latents == sample_latents(spec, 1, 64));
  CHECK(driver.has("digit 63"));
  driver.click("New digits");
  driver.settle();
  const std::uint64_t seed = driver.session().document.seed;
  CHECK(seed != 1);
  CHECK(answer_of(driver, "sample")->latents == sample_latents(spec, seed, 64));
  driver.press(Key::z, true);
  driver.settle();
  CHECK(driver.session().document.seed == 1);
  CHECK(answer_of(driver, "sample")->latents == sample_latents(spec, 1, 64));
  driver.press(Key::z, true, true);
  CHECK(driver.session().document.seed == seed);
  driver.press(Key::z, true);
  driver.press(Key::y, true);
  CHECK(driver.session().document.seed == seed);
  CHECK(driver.textures.sound);
}

TEST_CASE("a seed can be typed, the largest that the page reads too, and letters typed are no shortcuts") {
  Driver driver(with({"tiny-gan"}, "sample"));
  driver.settle();
  driver.enter("Seed", "9007199254740991");
  CHECK(driver.session().document.seed == kMaxSeed);
  for (const char* typed : {"-5", "3.7e2abc", "9007199254740992"}) {
    CAPTURE(typed);
    driver.enter("Seed", typed);
    CHECK(driver.session().document.seed == kMaxSeed);
  }
  driver.enter("Seed", "42");
  driver.settle();
  CHECK(driver.session().document.seed == 42);
  CHECK(answer_of(driver, "sample")->latents == sample_latents(driver.session().models.shown()->spec(), 42, 64));
  driver.click("Seed");
  driver.type("d");
  driver.press(Key::d);
  CHECK_FALSE(driver.session().settings.dark);
}

TEST_CASE("digits are not square, stand in even rows and do not overlap") {
  Driver driver(with({"tiny-gan"}, "sample"));
  driver.settle();
  const Region first = driver.where("digit 0"), second = driver.where("digit 1");
  CHECK(first.width() * 8 == doctest::Approx(first.height() * 12).epsilon(0.05));
  CHECK(second.from.x - first.to.x == 8);
  CHECK(second.from.y == first.from.y);
  const Region stage = driver.where("stage"), last = driver.where("digit 63");
  CHECK(last.to.x <= stage.to.x);
  CHECK(last.to.y <= stage.to.y);
}

TEST_CASE("a clicked digit gets chosen, goes to Dimensions, to the walk and to the map") {
  Driver driver(with({"tiny-cgan"}, "sample"), 1280, 900);
  driver.settle();
  driver.click("digit 5");
  CHECK(driver.session().document.pick == 5);
  const std::size_t stations = driver.session().document.stations.size();
  driver.click("Add to the walk");
  REQUIRE(driver.session().document.stations.size() == stations + 1);
  CHECK(driver.session().document.stations.back().index == 5);
  driver.click("corner 2");
  CHECK(driver.session().document.corners[1].index == 5);
  driver.click("Explore its dimensions");
  CHECK(driver.session().view() == view::kDimensions);
  driver.settle();
  const ModelSpec spec = driver.session().models.shown()->spec();
  CHECK(answer_of(driver, "dimensions")->latents == rows_of(sample_latents(spec, 1, 6), 5, 1));
  CHECK(answer_of(driver, "dimensions")->labels == std::vector<std::int32_t>{2});  // its turn: 5 of 3 classes
}

TEST_CASE("class buttons choose what a conditional model draws") {
  Driver driver(with({"tiny-cgan"}, "sample"));
  driver.settle();
  driver.click("Class 1");
  driver.settle();
  CHECK(driver.session().document.digit == 1);
  for (const std::int32_t label : answer_of(driver, "sample")->labels) CHECK(label == 1);
}

namespace {

/// The sheet as it is seen; moving digits have a sheet of their own.
ShellOptions moving(const char* model) {
  ShellOptions options = with({model}, "sample");
  options.session.less_motion = false;
  return options;
}

/// Whether the digits have moved after some frames: each frame waits for the worker, which a frame of the window never
/// does.
bool moves(Driver& driver) {
  const auto before = driver.session().worker.answer("sample drift");
  for (int i = 0; i < 40; ++i) {
    driver.frame();
    driver.session().worker.wait_idle(std::chrono::seconds(30));
  }
  const auto after = driver.session().worker.answer("sample drift");
  return after != before && after != nullptr && after->error.empty();
}

}  // namespace

TEST_CASE("the digits move until Pause is pressed, and move again after Move") {
  Driver driver(moving("tiny-cgan"));
  CHECK(moves(driver));
  CHECK(driver.shell->animating());
  driver.click("Pause");
  moves(driver);  // what was asked for before comes
  CHECK_FALSE(moves(driver));
  CHECK_FALSE(driver.shell->animating());
  CHECK_FALSE(driver.session().document.alive);
  driver.press(Key::p);
  CHECK(driver.session().document.alive);
  CHECK(moves(driver));
  driver.session().go_to(view::kInformation);
  driver.frame(40);
  CHECK_FALSE(moves(driver));
}

TEST_CASE("the digits are still where desktop, settings or scene ask for it, unless the user presses Move") {
  {
    Driver driver(with({"tiny-cgan"}, "sample"));
    CHECK_FALSE(moves(driver));
    CHECK(driver.has("Move"));
    driver.click("Move");
    CHECK(moves(driver));
  }
  Driver settled(moving("tiny-cgan"));
  settled.session().settings.reduce_motion = true;
  moves(settled);
  CHECK_FALSE(moves(settled));
  settled.session().settings.reduce_motion = false;
  CHECK(moves(settled));
  settled.session().document.alive = false;
  moves(settled);
  CHECK_FALSE(moves(settled));
}

TEST_CASE("a drifting digit is saved, chosen and taken further as the seed drew it") {
  Driver driver(moving("tiny-cgan"));
  CHECK(moves(driver));
  driver.click("digit 5");
  driver.click("Explore its dimensions");
  driver.settle();
  const ModelSpec spec = driver.session().models.shown()->spec();
  CHECK(answer_of(driver, "dimensions")->latents == rows_of(sample_latents(spec, 1, 6), 5, 1));
}

TEST_CASE("in a large window the digits are larger") {
  const auto width_at = [](float width, float height) {
    Driver driver(with({"tiny-gan"}, "sample"), width, height);
    driver.settle();
    CHECK(driver.has("latentwalk"));
    return driver.where("digit 0").width();
  };
  CHECK(width_at(2560, 1440) > 1.4F * width_at(1280, 800));
}
