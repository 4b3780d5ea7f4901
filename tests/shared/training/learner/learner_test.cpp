// Learners on digits that a shipped model draws, so that the tests need no data set and also run as wasm.
#include "latentwalk/learner.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "latentwalk/latent.hpp"
#include "tests/support/allocations.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

namespace {

Digits drawn_digits(std::size_t count) {
  static const std::vector<std::uint8_t> bytes = tests::read_bytes(LATENTWALK_MODELS "/cvae.safetensors");
  static const Model model = Model::parse(bytes, "cvae");
  const std::vector<std::int32_t> labels = labels_in_turn(model.spec(), count);
  const Tensor images = model.decode(sample_latents(model.spec(), 5, count), labels);
  Digits digits{count, 28, 28, {}, {labels.begin(), labels.end()}};
  for (const float value : images) digits.pixels.push_back(static_cast<std::uint8_t>(std::lround(value * 255.0F)));
  return digits;
}

Config config_of(const std::string& name, const std::vector<Json>& patches = {}) {
  const std::vector<std::uint8_t> bytes = tests::read_bytes(LATENTWALK_CONFIGS "/" + name + ".json");
  std::vector<Json> all{{{"training", {{"batch_size", 16}}}}};
  all.insert(all.end(), patches.begin(), patches.end());
  return resolve_config({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, "best", all, name);
}

Learner learner_of(const std::string& name, std::size_t threads = 1, const std::vector<Json>& patches = {}) {
  return Learner(config_of(name, patches), drawn_digits(64), threads);
}

// FNV-1a of all weights.
std::uint64_t hash_of(const Learner& learner) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const auto& [name, tensor] : learner.weights())
    for (const float value : tensor) {
      std::uint32_t bits = 0;
      std::memcpy(&bits, &value, sizeof bits);
      hash = (hash ^ bits) * 0x100000001b3ULL;
    }
  return hash;
}

std::uint64_t hash_after(Learner learner, int steps) {
  for (int i = 0; i < steps; ++i) learner.step();
  return hash_of(learner);
}

// A step by `workers` learners that compute their shards apart.
void step_apart(std::vector<Learner>& workers) {
  do {
    const std::size_t each = workers[0].shard_count() / workers.size();
    std::vector<std::vector<float>> gradients;
    for (std::size_t w = 0; w < workers.size(); ++w) {
      gradients.emplace_back(workers[w].gradient_size());
      workers[w].gradient(w * each, (w + 1) * each, gradients.back().data());
    }
    for (std::size_t step = 1; step < workers.size(); step *= 2)
      for (std::size_t w = 0; w + step < workers.size(); w += 2 * step)
        workers[w].add(gradients[w].data(), gradients[w + step].data());
    for (Learner& worker : workers) worker.apply(gradients[0].data());
  } while (workers[0].phase() != 0);
}

const std::vector<std::string> kNames{"small-vae", "small-gan", "cvae", "conv-vae"};

}  // namespace

TEST_CASE("weights are the same bits after steps on 1, 2 and 4 threads") {
  for (const std::string& name : kNames) {
    const std::uint64_t one = hash_after(learner_of(name, 1), 4);
    CHECK_MESSAGE(hash_after(learner_of(name, 2), 4) == one, name);
    CHECK_MESSAGE(hash_after(learner_of(name, 4), 4) == one, name);
    CHECK_MESSAGE(hash_after(learner_of(name, 1, {{{"training", {{"seed", 2}}}}}), 4) != one, name);
  }
}

TEST_CASE("two and four workers that add their gradients get the same bits as one learner") {
  for (const char* name : {"small-vae", "small-gan"}) {
    const std::uint64_t whole = hash_after(learner_of(name), 3);
    for (const std::size_t count : {2, 4}) {
      std::vector<Learner> workers;
      for (std::size_t w = 0; w < count; ++w) workers.push_back(learner_of(name));
      for (int step = 0; step < 3; ++step) step_apart(workers);
      for (const Learner& worker : workers) CHECK_MESSAGE(hash_of(worker) == whole, name);
    }
  }
}

TEST_CASE("training lowers the loss of a VAE to that of digits, and fools the discriminator of a GAN") {
  Learner vae = learner_of("small-vae");
  const double first = vae.step()[0].value;
  for (int i = 0; i < 300; ++i) vae.step();
  CHECK(first > 500);
  CHECK(vae.losses()[0].value < 200);
  CHECK(vae.losses()[0].name == "loss");
  CHECK(vae.losses()[0].value ==
        doctest::Approx(vae.losses()[1].value + vae.losses()[2].value).epsilon(1e-5));  // kl_weight is 1

  Learner gan = learner_of("small-gan");
  for (int i = 0; i < 100; ++i) gan.step();
  CHECK(gan.losses()[1].name == "d_real");
  CHECK(gan.losses()[2].value > 0.05);
  CHECK(gan.losses()[3].name == "g_loss");
}

TEST_CASE("an exported model passes its self-test and draws what the learner draws") {
  for (const std::string& name : kNames) {
    Learner learner = learner_of(name);
    for (int i = 0; i < 3; ++i) learner.step();
    const Model model = Model::parse(learner.export_model({{"machine", "a test"}}), name);
    CHECK(model.spec().networks.count("discriminator") == 0);
    CHECK(model.training().at("steps") == "3");
    CHECK(model.training().at("machine") == "a test");
    const Tensor latents = sample_latents(model.spec(), 1, 10);
    const std::vector<std::int32_t> labels = labels_in_turn(model.spec(), 10);
    const Tensor drawn = learner.sample(latents, labels), loaded = model.decode(latents, labels);
    double largest = 0;
    for (std::size_t i = 0; i < drawn.size(); ++i)
      largest = std::max(largest, static_cast<double>(std::abs(drawn.data()[i] - loaded.data()[i])));
    CHECK_MESSAGE(largest < 5e-3, name);  // the file holds F16
  }
}

TEST_CASE("a learner that goes on from a checkpoint gets the same bits as one that never stopped") {
  for (const std::string& name : kNames) {
    Learner whole = learner_of(name), stopped = learner_of(name);
    for (int i = 0; i < 3; ++i) whole.step(), stopped.step();
    const std::vector<std::uint8_t> bytes = stopped.checkpoint();
    Learner resumed = learner_of(name, 1, {{{"training", {{"seed", 1}}}}});
    resumed.restore(bytes, "checkpoint");
    CHECK(resumed.steps_done() == 3);
    for (int i = 0; i < 3; ++i) whole.step(), resumed.step();
    CHECK_MESSAGE(hash_of(whole) == hash_of(resumed), name);
    CHECK(whole.checkpoint() == resumed.checkpoint());
  }
}

TEST_CASE("a checkpoint of another model, or a damaged one, is refused in one line and changes nothing") {
  Learner learner = learner_of("small-vae");
  learner.step();
  const std::uint64_t before = hash_of(learner);
  const std::vector<std::uint8_t> other = learner_of("plane-vae").checkpoint();
  CHECK(contains(message_of([&] { learner.restore(other, "a.ckpt"); }),
                 "a.ckpt: the checkpoint is of another training: its \"name\" differs"));
  std::vector<std::uint8_t> cut = learner.checkpoint();
  cut.resize(cut.size() / 2);
  CHECK(contains(message_of([&] { learner.restore(cut, "a.ckpt"); }), "a.ckpt"));
  const std::vector<std::uint8_t> model = learner.export_model();
  CHECK(contains(message_of([&] { learner.restore(model, "a.ckpt"); }), "expected a checkpoint of `latentwalk train`"));
  CHECK(hash_of(learner) == before);
}

TEST_CASE("what cannot be trained is refused in one line") {
  const auto refusal = [](const std::string& name, const Json& patch, const Digits& digits) {
    return message_of([&] { Learner(config_of(name, {patch}), digits); });
  };
  const Json none = Json::object();
  CHECK(contains(refusal("infogan", none, drawn_digits(64)), "the core trains gan and vae, found infogan"));
  CHECK(contains(refusal("infovae", none, drawn_digits(64)), "the core trains gan and vae, found infovae"));
  CHECK(contains(refusal("small-vae", {{"training", {{"batch_size", 18}}}}, drawn_digits(64)),
                 "training.batch_size: expected a multiple of training.shards (4), found 18"));
  CHECK(contains(refusal("small-vae", {{"training", {{"shards", 3}}}}, drawn_digits(64)), "shards must be 1, 2, 4"));
  CHECK(contains(refusal("small-vae", none, drawn_digits(15)), "there are only 15 digits"));
  CHECK(contains(refusal("small-vae", none, {0, 28, 28, {}, {}}), "found none"));
  CHECK(contains(refusal("small-vae", none, {64, 14, 56, std::vector<std::uint8_t>(64 * 784), {}}), "14 x 56"));
  for (const Json& rate : {Json(0), Json(1e9), Json("fast"), Json(nullptr)})
    CHECK(contains(
        refusal("small-vae", {{"training", {{"optimisers", {{"decoder", {{"lr", rate}}}}}}}}, drawn_digits(64)), "lr"));
  Digits wrong = drawn_digits(64);
  wrong.labels[7] = 10;
  CHECK(contains(refusal("cvae", none, wrong), "expected labels 0 to 9, found 10 at position 7"));
  CHECK(contains(refusal("small-gan",
                         {{"training", {{"batch_size", 4}}},
                          {"networks",
                           {{"discriminator",
                             {{"layers",
                               {{{"type", "flatten"}},
                                {{"type", "linear"}, {"out", 3}},
                                {{"type", "batch_norm"}},
                                {{"type", "linear"}, {"out", 1}}}}}}}}},
                         drawn_digits(64)),
                 "use fewer shards"));
}

TEST_CASE("a training that diverges ends with a sentence and keeps the last good weights") {
  Learner learner = learner_of("small-vae");
  for (int i = 0; i < 3; ++i) learner.step();
  auto weights = learner.weights();
  weights.at("decoder.2.bias")(5) = std::numeric_limits<float>::quiet_NaN();
  const std::uint64_t before = hash_of(learner);
  Learner broken = learner_of("small-vae");
  broken.set_weights(weights);
  const std::string message = message_of([&] { broken.step(); });
  CHECK(contains(message, "training diverged: loss is not a number at step 1; the weights are those of step 0"));
  CHECK(broken.weights().at("encoder.0.weight") == weights.at("encoder.0.weight"));
  CHECK(hash_of(learner) == before);

  learner.change({{"training", {{"optimisers", {{"encoder", {{"lr", 10}}}, {"decoder", {{"lr", 10}}}}}}}});
  std::string diverged;
  for (int i = 0; i < 200 && diverged.empty(); ++i) diverged = message_of([&] { learner.step(); });
  CHECK(contains(diverged, "training diverged"));
  for (const auto& [name, tensor] : learner.weights())
    for (const float value : tensor) REQUIRE(std::isfinite(value));
}

TEST_CASE("rates and weights change in mid-run; what the run is does not") {
  Learner learner = learner_of("small-vae"), same = learner_of("small-vae");
  learner.step(), same.step();
  learner.change({{"objective", {{"kl_weight", 4.0}}}, {"training", {{"optimisers", {{"encoder", {{"lr", 0.01}}}}}}}});
  CHECK(learner.config().training.optimisers.at("encoder").lr == 0.01);
  learner.step(), same.step();
  CHECK(learner.losses()[0].value ==
        doctest::Approx(learner.losses()[1].value + 4.0 * learner.losses()[2].value).epsilon(1e-5));
  CHECK(learner.losses()[1].value == same.losses()[1].value);  // the weights differ after this step only
  CHECK(hash_of(learner) != hash_of(same));

  learner.change({{"training", {{"ema_decay", 0.9}}}});
  learner.step();
  learner.change({{"training", {{"ema_decay", 0}}}});
  const std::uint64_t before = hash_of(learner);
  CHECK(contains(message_of([&] {
                   learner.change({{"training", {{"batch_size", 8}}}});
                 }),
                 "\"training.batch_size\" cannot change"));
  CHECK(contains(message_of([&] {
                   learner.change({{"training", {{"optimisers", {{"encoder", {{"lr", -1}}}}}}}});
                 }),
                 "lr"));
  CHECK(hash_of(learner) == before);
}

TEST_CASE(
    "a collapse is named: too large a KL weight, a GAN with too high a rate; a training that goes well has none") {
  const auto trouble_after = [](const std::string& name, const Json& patch) {
    Learner learner = learner_of(name);
    learner.change(patch);
    for (int i = 0; i < 99; ++i) learner.step();
    CHECK(learner_trouble(learner) == Trouble::none);
    learner.step();
    return learner_trouble(learner);
  };
  const auto rates = [](double generator, double discriminator) -> Json {
    return {{"training",
             {{"optimisers", {{"generator", {{"lr", generator}}}, {"discriminator", {{"lr", discriminator}}}}}}}};
  };
  CHECK(trouble_after("small-vae", {{"objective", {{"kl_weight", 10.0}}}}) == Trouble::posterior_collapse);
  CHECK(trouble_after("small-vae", {{"objective", {{"kl_weight", 1.0}}}}) == Trouble::none);
  CHECK(trouble_after("small-gan", rates(0.2, 0.1)) != Trouble::none);
  CHECK(trouble_after("small-gan", rates(1e-9, 0.02)) != Trouble::none);
  CHECK(trouble_after("small-gan", rates(0.002, 0.001)) == Trouble::none);
}

TEST_CASE("a range of shards that halving does not give is refused") {
  Learner learner = learner_of("small-vae");
  std::vector<float> gradient(learner.gradient_size());
  for (const auto& [first, last] :
       std::vector<std::pair<std::size_t, std::size_t>>{{0, 3}, {1, 3}, {2, 2}, {3, 5}, {4, 8}})
    CHECK(contains(message_of([&, f = first, l = last] { learner.gradient(f, l, gradient.data()); }), "shards"));
}

TEST_CASE("a step allocates nothing of the size of a batch") {
  for (const std::string& name : kNames) {
    Learner learner = learner_of(name);
    for (int i = 0; i < 2; ++i) learner.step();
    CHECK_MESSAGE(tests::peak_bytes([&] { learner.step(); }) < 4096, name);
  }
}

#ifdef __EMSCRIPTEN__
// Without FMA every browser and Node computes the same bits; natively they depend on the instruction set.
TEST_CASE("weights after steps are the committed bits") {
  CHECK(hash_after(learner_of("small-vae"), 5) == 3280579728323169579ULL);
  CHECK(hash_after(learner_of("small-gan"), 5) == 771429964785496990ULL);
}
#endif
