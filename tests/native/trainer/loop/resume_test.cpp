// A resumed run equals an uninterrupted run, bit for bit.
#include "latentwalk/error.hpp"
#include "tests/support/torch_doctest.hpp"
#include "tests/support/training_setup.hpp"

using namespace latentwalk;

namespace {

constexpr std::int64_t kDigits = 160, kSteps = 10;  // 5 steps an epoch, two epochs

Config small(const std::string& name) {
  return make_config(name, "best", {{{"training", {{"epochs", 2}, {"batch_size", 32}}}}});
}

Safetensors uninterrupted(const Config& config) {
  Trainer trainer = make_trainer(config, kDigits);
  while (!trainer.finished()) trainer.step();
  REQUIRE(trainer.steps_done() == kSteps);
  return trainer.capture();
}

/// Stops after each of `stops` steps, and continues in a new trainer from the bytes of a checkpoint.
Safetensors interrupted(const Config& config, const std::vector<std::int64_t>& stops) {
  std::vector<std::uint8_t> saved;
  for (std::size_t run = 0; run <= stops.size(); ++run) {
    Trainer trainer = make_trainer(config, kDigits);
    if (run > 0) trainer.restore(parse_safetensors(saved, "saved"), "saved");
    const std::int64_t end = run < stops.size() ? stops[run] : trainer.total_steps();
    while (trainer.steps_done() < end) trainer.step();
    saved = serialize_safetensors(trainer.capture());
  }
  return parse_safetensors(saved, "saved");
}

std::string first_difference(const Safetensors& a, const Safetensors& b) {
  if (a.metadata != b.metadata) return "metadata";
  if (a.tensors.size() != b.tensors.size()) return "count";
  for (const auto& [name, tensor] : a.tensors) {
    const auto other = b.tensors.find(name);
    if (other == b.tensors.end() || other->second.bytes != tensor.bytes) return name;
  }
  return "";
}

}  // namespace

TEST_CASE("a resumed run ends bit for bit as an uninterrupted one") {
  for (const char* name : {"conv-gan", "conv-vae", "fc-vae"}) {
    const Config config = small(name);
    const Safetensors whole = uninterrupted(config);
    // After the first step, in the middle of an epoch, at its edge, and twice.
    for (const std::vector<std::int64_t>& stops : std::vector<std::vector<std::int64_t>>{{1}, {3}, {5}, {2, 7}}) {
      CAPTURE(name);
      CAPTURE(stops.front());
      CHECK(first_difference(interrupted(config, stops), whole) == "");
    }
  }
}

TEST_CASE("another seed is another run") {
  const Config config = small("fc-vae");
  Config other = make_config("fc-vae", "best", {{{"training", {{"epochs", 2}, {"batch_size", 32}, {"seed", 2}}}}});
  other.json = config.json;  // so that only what was trained can differ
  CHECK(first_difference(uninterrupted(config), uninterrupted(other)) != "");
}

TEST_CASE("a checkpoint with a part missing is refused, and the part named") {
  const Config config = small("fc-vae");
  Trainer trainer = make_trainer(config, kDigits);
  trainer.step();
  for (const char* name : {"decoder.0.weight", "adam.encoder.2.bias.exp_avg_sq", "generator_state.cpu", "terms.sums"}) {
    Safetensors checkpoint = trainer.capture();
    REQUIRE(checkpoint.tensors.erase(name) == 1);
    Trainer fresh = make_trainer(config, kDigits);
    CHECK_THROWS_WITH_AS(fresh.restore(checkpoint, "c"), doctest::Contains(name), Error);
  }
}

TEST_CASE("more digits in a batch than there are is refused") {
  const Config config = make_config("fc-vae", "best", {{{"training", {{"batch_size", 128}}}}});
  CHECK_THROWS_WITH_AS(make_trainer(config, 100), doctest::Contains("only 100 digits"), Error);
}

TEST_CASE("a checkpoint whose weights are stored as I8 is refused, not read as floats") {
  Trainer trainer = make_trainer(small("fc-vae"), kDigits);
  Safetensors saved = trainer.capture();
  StoredTensor& weight = saved.tensors.at("encoder.0.weight");
  weight.dtype = DType::i8;
  weight.bytes.resize(weight.bytes.size() / 4);
  CHECK_THROWS_AS(trainer.restore(saved, "saved"), Error);
}
