#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "latentwalk/json.hpp"
#include "latentwalk/spec.hpp"
#include "torch_network.hpp"

/// configs/NAME.json: the model, its objective, how to train it, and presets that patch all three
/// (docs/configuration.md has every key).
namespace latentwalk {

/// Adam (Kingma & Ba), one for each network.
struct OptimiserConfig {
  double lr = 1e-3, beta1 = 0.9, beta2 = 0.999, eps = 1e-8;
};

/// What the learning rates are multiplied by as training goes on.
struct Schedule {
  enum class Kind { constant, linear } kind = Kind::constant;
  double from = 0.5;  // linear: 1 up to this part of all steps …
  double to = 0.02;   // … then along a straight line to this at the last step
};

struct TrainingConfig {
  std::int64_t epochs = 1, batch_size = 128, seed = 1;
  WeightInit init;
  std::map<std::string, OptimiserConfig> optimisers;  // by network
  Schedule schedule;
  double ema_decay = 0.0;  // 0: no moving average of the image network
};

struct Config {
  Json json;  // resolved: presets and options applied, "presets" gone, "preset" added
  ModelSpec model;
  Json objective;
  TrainingConfig training;
};

/// Checks a resolved configuration. Throws Error on an unknown key (naming the known ones) or a value out of range.
Config parse_config(const Json& resolved, const std::string& where);

/// Parses `text`, applies the preset (a JSON merge patch, RFC 7396, under "presets"), then each of `patches`.
Config resolve_config(std::string_view text, const std::string& preset, const std::vector<Json>& patches,
                      const std::string& where);

/// The factor on the learning rates for step `step` of `total`.
double schedule_factor(const Schedule& schedule, std::int64_t step, std::int64_t total);

/// "a.b.c=VALUE" as the patch {"a": {"b": {"c": VALUE}}}; VALUE is JSON, or a bare word taken as a string.
Json patch_from_assignment(const std::string& assignment);

}  // namespace latentwalk
