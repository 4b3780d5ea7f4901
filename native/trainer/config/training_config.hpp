#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "latentwalk/json.hpp"
#include "latentwalk/spec.hpp"

/// How a configuration says to train ("training" in configs/NAME.json). No torch.
namespace latentwalk {

/// How weights start. Batch norm always starts as the identity.
struct WeightInit {
  enum class Kind {
    torch,  // LibTorch's default: uniform on +-1/sqrt(fan_in), weights and biases
    normal  // DCGAN: weights normal(0, std), biases 0
  };
  Kind kind = Kind::torch;
  double std = 0.02;
};

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

/// Checks "training" of a configuration for this model. Throws Error on an unknown key or a value out of range.
TrainingConfig parse_training_config(const Json& json, const ModelSpec& model, const std::string& where);

/// The factor on the learning rates for step `step` of `total`.
double schedule_factor(const Schedule& schedule, std::int64_t step, std::int64_t total);

/// "a.b.c=VALUE" as the patch {"a": {"b": {"c": VALUE}}}; VALUE is JSON, or a bare word taken as a string.
Json patch_from_assignment(const std::string& assignment);

}  // namespace latentwalk
