#include "latentwalk/training_config.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "latentwalk/error.hpp"
#include "latentwalk/rng.hpp"

namespace latentwalk {
namespace {

constexpr std::int64_t kMaxSeed =
    (std::int64_t{1} << 53) - 1;  // the largest integer that every JSON reader keeps exactly

OptimiserConfig parse_optimiser(const Json& json, const std::string& where) {
  check_keys(json, {"lr", "betas", "eps"}, where);
  OptimiserConfig optimiser;
  optimiser.lr = read_number(json, "lr", 1e-9, 10.0, where);
  optimiser.eps = read_number(json, "eps", 1e-16, 1.0, optimiser.eps, where);
  if (json.contains("betas")) {
    const Json& betas = json["betas"];
    if (!betas.is_array() || betas.size() != 2) fail(where, ": betas must be two numbers, found ", excerpt(betas));
    const Json pair{{"beta1", betas[0]}, {"beta2", betas[1]}};
    optimiser.beta1 = read_number(pair, "beta1", 0.0, 0.999999, where + ": betas");
    optimiser.beta2 = read_number(pair, "beta2", 0.0, 0.999999, where + ": betas");
  }
  return optimiser;
}

WeightInit parse_init(const Json& json, const std::string& where) {
  check_keys(json, {"type", "std"}, where);
  WeightInit init;
  const std::string type = read_string(json, "type", where);
  if (type == "normal") {
    init.kind = WeightInit::Kind::normal;
    init.std = read_number(json, "std", 1e-6, 10.0, where);
  } else if (type != "torch") {
    fail(where, ": type must be torch or normal, found ", in_quotes(type));
  } else if (json.contains("std")) {
    fail(where, ": std belongs to type normal");
  }
  return init;
}

Schedule parse_schedule(const Json& json, const std::string& where) {
  check_keys(json, {"type", "from", "to"}, where);
  Schedule schedule;
  const std::string type = read_string(json, "type", where);
  if (type == "linear") {
    schedule.kind = Schedule::Kind::linear;
    schedule.from = read_number(json, "from", 0.0, 1.0, where);
    schedule.to = read_number(json, "to", 0.0, 1.0, where);
  } else if (type != "constant") {
    fail(where, ": type must be constant or linear, found ", in_quotes(type));
  } else if (json.contains("from") || json.contains("to")) {
    fail(where, ": from and to belong to type linear");
  }
  return schedule;
}

}  // namespace

TrainingConfig parse_training_config(const Json& json, const ModelSpec& model, const std::string& where) {
  check_keys(json, {"epochs", "batch_size", "seed", "shards", "init", "optimisers", "schedule", "ema_decay"}, where);
  TrainingConfig training;
  training.epochs = read_integer(json, "epochs", 1, 1'000'000, where);
  training.batch_size = read_integer(json, "batch_size", 2, 1'000'000, where);
  training.seed = read_integer(json, "seed", 0, kMaxSeed, where);
  training.shards = read_integer(json, "shards", 1, 16, training.shards, where);
  if ((training.shards & (training.shards - 1)) != 0)
    fail(where, ": shards must be 1, 2, 4, 8 or 16, found ", training.shards);
  if (json.contains("init")) training.init = parse_init(json["init"], where + ".init");
  if (json.contains("schedule")) training.schedule = parse_schedule(json["schedule"], where + ".schedule");
  training.ema_decay = read_number(json, "ema_decay", 0.0, 0.999999, 0.0, where);
  const Json& optimisers = require(json, "optimisers", where);
  if (!optimisers.is_object()) fail(where, ".optimisers: must be an object with one member for each network");
  for (const auto& [name, optimiser] : optimisers.items()) {
    if (!model.networks.contains(name)) fail(where, ".optimisers: there is no network ", in_quotes(name));
    training.optimisers[name] = parse_optimiser(optimiser, where + ".optimisers." + name);
  }
  for (const auto& [name, network] : model.networks) {
    if (!training.optimisers.contains(name)) fail(where, ".optimisers: the network \"", name, "\" has none");
  }
  return training;
}

double schedule_factor(const Schedule& schedule, std::int64_t step, std::int64_t total) {
  if (schedule.kind == Schedule::Kind::constant || total <= 1) return 1.0;
  const double done = static_cast<double>(step) / static_cast<double>(total - 1);
  if (done <= schedule.from || schedule.from >= 1.0) return 1.0;
  const double fallen = std::min(1.0, (done - schedule.from) / (1.0 - schedule.from));
  return 1.0 + (schedule.to - 1.0) * fallen;
}

std::vector<std::uint32_t> epoch_order(std::int64_t seed, std::int64_t epoch, std::size_t count) {
  // The multiplier keeps the epochs of one seed apart from those of the next seed.
  Rng rng(static_cast<std::uint64_t>(seed) * 0x9E3779B97F4A7C15ULL + static_cast<std::uint64_t>(epoch));
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  for (std::size_t i = count - 1; i > 0; --i) std::swap(order[i], order[rng.below(i + 1)]);  // Fisher-Yates
  return order;
}

std::uint64_t noise_seed(std::int64_t seed, std::int64_t step, std::size_t shard) {
  // Odd numbers without structure: seeds, steps and shards that are close give streams that are not.
  return (static_cast<std::uint64_t>(seed) * 0x9E3779B97F4A7C15ULL ^
          static_cast<std::uint64_t>(step) * 0xD1B54A32D192ED03ULL) +
         static_cast<std::uint64_t>(shard) * 0x8CB92BA72F3D8DD7ULL;
}

Json patch_from_assignment(const std::string& assignment) {
  const auto equals = assignment.find('=');
  if (equals == std::string::npos || equals == 0) {
    fail("--set ", assignment, ": expected KEY=VALUE, as in training.ema_decay=0.99");
  }
  try {
    Json(assignment).dump();  // a run saves its configuration as JSON, which is UTF-8
  } catch (const Json::exception&) {
    fail("--set ", assignment, ": expected UTF-8");
  }
  const std::string text = assignment.substr(equals + 1);
  Json patch;
  try {
    patch = parse_json(text, "--set");
  } catch (const Error&) {
    patch = text;
  }
  std::string path = assignment.substr(0, equals);
  while (!path.empty()) {
    const auto dot = path.rfind('.');
    const std::string key = dot == std::string::npos ? path : path.substr(dot + 1);
    if (key.empty()) fail("--set ", assignment, ": an empty name in the key");
    patch = Json{{key, patch}};
    path = dot == std::string::npos ? "" : path.substr(0, dot);
  }
  return patch;
}

}  // namespace latentwalk
