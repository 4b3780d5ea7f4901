// Learn: training on the core, seen and steered in the window.
#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"
#include "support/model_file.hpp"
#include "tests/native/viewer/driver.hpp"
#include "viewer/core/words.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace latentwalk::viewer::tests;

namespace {

constexpr auto kLimit = std::chrono::seconds(120);

/// Until the thread has done what was asked for, and the window shows it.
void learned(Driver& driver) {
  driver.frame(2);
  REQUIRE(driver.session().learning.thread().wait_idle(kLimit));
  driver.settle();
}

bool is_untrained(Driver& driver) {
  const auto learned = driver.session().learning.learned();
  return learned == nullptr || learned->steps == 0;
}

std::string status(Driver& driver) { return driver.shell->panel().status(driver.session()); }

}  // namespace

TEST_CASE("One step trains one batch, shows 36 digits and the losses, and says how far it is") {
  Driver driver(with({}, "learn"));
  driver.settle();
  CHECK(status(driver) == kUntrained);
  learned(driver);
  CHECK(status(driver) == kUntrained);
  REQUIRE(driver.has("learn digit 35"));  // the noise that it begins with
  CHECK(driver.shell->endings().empty());
  CHECK_FALSE(driver.has("losses"));
  const Tensor noise = *driver.session().learning.learned()->images;
  driver.click(kOneStep);
  learned(driver);
  CHECK(driver.session().learning.learned()->steps == 1);
  CHECK(*driver.session().learning.learned()->images != noise);
  CHECK(driver.has("learn digit 35"));
  driver.click("learn digit 3");
  REQUIRE(driver.session().picked.current() != nullptr);
  CHECK(driver.session().picked.current()->name == "digit 3 after 1 training step");
  CHECK_FALSE(driver.has("learn digit 36"));
  CHECK(driver.has("losses"));
  CHECK(status(driver).starts_with("1 step in "));
  CHECK(status(driver).find(" s, on 1,000 digits. A classifier ") != std::string::npos);
}

TEST_CASE("Train runs until Pause, in a thread that no frame waits for, and Rewind forgets it") {
  Driver driver(with({}, "learn"));
  driver.settle();
  driver.click(kTrain);
  CHECK(driver.session().learning.is_training());
  CHECK(driver.shell->animating());
  while (driver.session().learning.learned() == nullptr || driver.session().learning.learned()->steps < 3)
    driver.frame();
  driver.press(Key::p);
  CHECK_FALSE(driver.session().learning.is_training());
  learned(driver);
  const std::int64_t steps = driver.session().learning.learned()->steps;
  driver.frame(30);
  CHECK(driver.session().learning.learned()->steps == steps);
  driver.click(kRewind);
  CHECK(is_untrained(driver));
  CHECK(status(driver) == kUntrained);
}

TEST_CASE("after Rewind the same steps draw the same digits, and another seed draws others") {
  Driver driver(with({}, "learn"));
  driver.settle();
  const auto two_steps = [&] {
    driver.click(kOneStep);
    driver.click(kOneStep);
    learned(driver);
    return *driver.session().learning.learned()->images;
  };
  const Tensor first = two_steps();
  driver.click(kRewind);
  CHECK(two_steps() == first);
  driver.click(kRandom);
  driver.frame(2);
  CHECK(is_untrained(driver));
  CHECK(two_steps() != first);
}

TEST_CASE("the learning rate changes the training that runs, and the KL weight is a VAE's alone") {
  Driver driver(with({}, "learn"));
  driver.settle();
  driver.click(kOneStep);
  learned(driver);
  CHECK(driver.has(kKlWeight));
  driver.session().document.rate = -2;
  driver.frame(2);
  driver.click(kOneStep);
  learned(driver);
  const Tensor slow = *driver.session().learning.learned()->images;
  CHECK(driver.session().learning.learned()->steps == 2);
  driver.click(kRewind);
  driver.session().document.rate = 0;
  driver.frame(2);
  driver.click(kOneStep);
  driver.click(kOneStep);
  learned(driver);
  CHECK(*driver.session().learning.learned()->images != slow);
  driver.session().document.config = "small-gan";
  driver.frame(2);
  CHECK_FALSE(driver.has(kKlWeight));
  CHECK(is_untrained(driver));
}

TEST_CASE("the trained model opens in the other panels and is saved as a file that draws the same") {
  const TemporaryFolder folder;
  Driver driver(with({"tiny-gan"}, "learn"));
  driver.settle();
  CHECK(driver.shell->endings() == std::vector<std::string>{".json"});
  driver.click(kOneStep);
  learned(driver);
  driver.click(kUseModel);
  learned(driver);
  REQUIRE(driver.session().models.entry() != nullptr);
  CHECK(driver.session().models.entry()->name == "small-vae-1");
  driver.session().go_to(view::kSample);
  driver.settle();
  const std::shared_ptr<const Model> model = driver.session().models.shown();
  CHECK(answer_of(driver, "sample")->model == model);
  CHECK_THROWS_WITH_AS(driver.shell->save(folder.path() / "a.json"), doctest::Contains("save the model in Learn"),
                       Error);
  driver.save(folder.path() / "a.png");

  driver.session().go_to(view::kLearn);
  driver.frame(2);
  const std::filesystem::path file = folder.path() / "mine.safetensors";
  driver.shell->save(file);
  learned(driver);
  driver.settle();
  const Model saved = load_model(file.string()).model;
  const Tensor latents = sample_latents(saved.spec(), 1, 4);
  CHECK(saved.decode(latents) == model->decode(latents));
  CHECK(driver.session().message().text == "Saved " + file.string() + ".");
}

TEST_CASE("Save the model asks for a file of the training's name") {
  Driver driver(with({}, "learn"));
  driver.settle();
  driver.click(kOneStep);
  learned(driver);
  driver.click(kSaveModel);
  driver.frame(3);
  CHECK(driver.has("File"));
}

TEST_CASE("where configurations or digits are missing, Learn says so and goes on") {
  ShellOptions options = with({}, "learn");
  options.session.data = "/no/such/folder";
  {
    Driver driver(options);
    driver.settle();
    driver.click(kTrain);
    learned(driver);
    CHECK(status(driver).starts_with("Training stopped: "));
    CHECK_FALSE(driver.session().learning.is_training());
  }
  options.session.configs = "/no/such/folder";
  Driver driver(options);
  driver.settle();
  driver.click(kTrain);
  CHECK(status(driver).find("small-vae.json") != std::string::npos);
}

TEST_CASE("a scene of Learn opens again with its network, seed and rates, and with its model") {
  const TemporaryFolder folder;
  std::filesystem::copy(kFixtures + "/tiny-gan.safetensors", folder.path() / "mine.safetensors");
  ShellOptions options = with({"tiny-vae"}, "learn");
  options.session.files.push_back(folder.path() / "mine.safetensors");
  Driver driver(options);
  driver.settle();
  driver.session().models.select(1);
  Scene& scene = driver.session().document;
  scene.config = "small-gan";
  scene.start = 5;
  scene.rate = -0.5;
  driver.save(folder.path() / "learn.json");
  scene.config = "fc-vae";
  scene.start = 1;
  scene.rate = 0;
  driver.session().models.select(0);
  driver.session().go_to(view::kSample);
  open_file(driver.session(), folder.path() / "learn.json");
  CHECK(driver.session().view() == view::kLearn);
  CHECK(scene.config == "small-gan");
  CHECK(scene.start == 5);
  CHECK(scene.rate == -0.5);
  CHECK(driver.session().models.entry()->name == "mine");
}
