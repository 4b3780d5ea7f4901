// Training in a thread of its own: the core's weights, obeyed between two steps.
#include "viewer/core/learning_thread.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/model.hpp"
#include "support/files.hpp"
#include "viewer/core/test_digits.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;

namespace {

constexpr auto kLimit = std::chrono::seconds(120);

Config config_of(const std::string& name) {
  const std::string path = std::string(LATENTWALK_CONFIGS) + "/" + name + ".json";
  return resolve_config(read_text(path), "best", {{{"training", {{"seed", 7}}}}}, path);
}

Digits digits() { return load_training_digits(LATENTWALK_DIGITS); }

void steps(LearningThread& thread, int count) {
  for (int i = 0; i < count; ++i) thread.step_once();
  REQUIRE(thread.wait_idle(kLimit));
}

/// What the core itself draws after some steps.
Tensor drawn_after(const std::string& name, int count, const Json& patch = Json::object()) {
  Learner learner(config_of(name), digits(), 2);
  learner.change(patch);
  for (int i = 0; i < count; ++i) learner.step();
  const ModelSpec model = config_of(name).model;
  return learner.sample(sample_latents(model, 1, kLearnDigits), labels_in_turn(model, kLearnDigits));
}

}  // namespace

TEST_CASE("the thread trains as the core does, for a VAE and a GAN, and a rewind begins at the same start") {
  for (const char* name : {"small-vae", "small-gan"}) {
    CAPTURE(name);
    LearningThread thread;
    thread.begin(config_of(name), digits, 1);
    steps(thread, 3);
    CHECK(thread.learned()->steps == 3);
    CHECK(thread.learned()->digits == 1000);
    CHECK(*thread.learned()->images == drawn_after(name, 3));
    thread.forget();
    CHECK(thread.learned() == nullptr);
    CHECK_FALSE(thread.has_begun());
    thread.begin(config_of(name), digits, 2);
    steps(thread, 2);
    CHECK(thread.learned()->steps == 2);
    CHECK(*thread.learned()->images == drawn_after(name, 2));
    CHECK(thread.learned()->losses[0].x.back() == 2);
  }
}

TEST_CASE("learning rate and KL weight may change in mid-run, and change what is learned") {
  LearningThread thread;
  const Config config = config_of("small-vae");
  thread.begin(config, digits, 1);
  const Json patch = learning_patch(config, 1.0, 5.0);
  thread.change(patch);
  steps(thread, 3);
  CHECK(*thread.learned()->images == drawn_after("small-vae", 3, patch));
  CHECK(*thread.learned()->images != drawn_after("small-vae", 3));
  CHECK(patch["training"]["optimisers"]["decoder"]["lr"].get<double>() == doctest::Approx(0.01));
  CHECK(patch["objective"]["kl_weight"] == 5.0);
  CHECK_FALSE(learning_patch(config_of("small-gan"), 0, 5).contains("objective"));
}

TEST_CASE("a training goes on until it is paused, and each look adds a point to the curves") {
  LearningThread thread;
  thread.begin(config_of("small-vae"), digits, 1);
  thread.train(true);
  while (thread.learned() == nullptr || thread.learned()->losses.empty() || thread.learned()->losses[0].x.size() < 3)
    REQUIRE_FALSE(thread.wait_idle(std::chrono::milliseconds(20)));
  thread.train(false);
  REQUIRE(thread.wait_idle(kLimit));
  const auto paused = thread.learned();
  CHECK_FALSE(thread.is_training());
  REQUIRE(paused->losses.size() == 3);
  for (const Series& curve : paused->losses) CHECK(curve.x.size() == curve.y.size());
  CHECK(paused->losses[0].name == "loss");
  CHECK(paused->losses[0].x.back() == static_cast<double>(paused->steps));
  steps(thread, 1);
  CHECK(thread.learned()->steps == paused->steps + 1);
}

TEST_CASE("a training that diverges says so, stops, and keeps the weights of the last good step") {
  LearningThread thread;
  const Config config = config_of("small-vae");
  thread.begin(config, digits, 1);
  steps(thread, 1);
  thread.change(learning_patch(config, 4, 1.0));  // a rate of 10, the largest there is
  thread.train(true);
  REQUIRE(thread.wait_idle(kLimit));
  CHECK_FALSE(thread.is_training());
  CHECK(thread.learned()->error.find("training diverged") == 0);
  CHECK(thread.learned()->images != nullptr);
  CHECK(thread.learned()->is_made);
  thread.make_file();
  REQUIRE(thread.wait_idle(kLimit));
  REQUIRE(thread.learned()->file != nullptr);
  CHECK_NOTHROW(Model::parse(*thread.learned()->file, "kept"));
}

TEST_CASE("a change that is refused says why and stops the training") {
  LearningThread thread;
  thread.begin(config_of("small-vae"), digits, 1);
  thread.train(true);
  thread.change(learning_patch(config_of("small-vae"), 5, 1.0));
  REQUIRE(thread.wait_idle(kLimit));
  CHECK_FALSE(thread.is_training());
  CHECK(thread.learned()->error.find("lr") != std::string::npos);
}

TEST_CASE("a training that cannot begin says why, and the next try begins anew") {
  LearningThread thread;
  thread.begin(
      config_of("small-vae"), []() -> Digits { fail("no digits here"); }, 1);
  thread.train(true);
  REQUIRE(thread.wait_idle(kLimit));
  CHECK(thread.learned()->error == "no digits here");
  CHECK_FALSE(thread.learned()->is_made);
  CHECK_FALSE(thread.has_begun());
  thread.begin(config_of("small-vae"), digits, 1);
  steps(thread, 1);
  CHECK(thread.learned()->error == "");
  CHECK(thread.learned()->steps == 1);
}

TEST_CASE("the model file of a training draws what the training shows") {
  LearningThread thread;
  thread.begin(config_of("small-vae"), digits, 1);
  steps(thread, 2);
  thread.make_file();
  REQUIRE(thread.wait_idle(kLimit));
  REQUIRE(thread.learned()->file != nullptr);
  const Model model = Model::parse(*thread.learned()->file, "trained");
  const Tensor images = model.decode(sample_latents(model.spec(), 1, kLearnDigits));
  double most = 0;
  for (std::size_t i = 0; i < images.size(); ++i)
    most = std::max<double>(most, std::abs(images.data()[i] - thread.learned()->images->data()[i]));
  CHECK(most < 0.01);  // weights are stored as F16
}

TEST_CASE("a scene's training is the page's: no schedule, its latent numbers, its digits, the discriminator's rate") {
  const std::string path = std::string(LATENTWALK_CONFIGS) + "/small-gan.json";
  const Json json = parse_json(read_text(path), path);
  Scene scene;
  scene.start = 7, scene.latent = 2, scene.digits = "100";
  const Config gan = resolve_config(read_text(path), "best", {training_patch(json, scene)}, path);
  CHECK(latent_dim(gan.model) == 2);
  CHECK(gan.training.seed == 7);
  CHECK(gan.training.schedule.kind == Schedule::Kind::constant);
  CHECK(gan.training.batch_size == 64);
  CHECK(first_digits(digits(), scene).count == 100);
  CHECK(Learner(gan, first_digits(digits(), scene)).step().size() == 4);
  const Json patch = learning_patch(gan, 1.0, 1.0, 1.0, false), frozen = learning_patch(gan, 1.0, 1.0, 1.0, true);
  CHECK(patch["training"]["optimisers"]["discriminator"]["lr"].get<double>() == doctest::Approx(0.1));
  CHECK(frozen["training"]["optimisers"]["discriminator"]["lr"].get<double>() == 1e-9);
  CHECK(frozen["training"]["optimisers"]["generator"]["lr"].get<double>() == doctest::Approx(0.02));
}
