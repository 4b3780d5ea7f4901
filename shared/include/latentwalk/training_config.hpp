#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "latentwalk/json.hpp"
#include "latentwalk/spec.hpp"

/// How a model is trained ("training" in configs/NAME.json) as plain data.
namespace latentwalk {

/// The initial weights. Batch norm always starts as the identity.
struct WeightInit {
  /// How weights and biases are drawn.
  enum class Kind {
    torch,  ///< LibTorch's default: uniform on +-1/sqrt(fan_in), weights and biases
    normal  ///< DCGAN: weights normal(0, std), biases 0
  };
  Kind kind = Kind::torch;  ///< torch or normal.
  double std = 0.02;        ///< The standard deviation of kind normal.
};

/// Adam (Kingma & Ba), one for each network.
struct OptimiserConfig {
  double lr = 1e-3, beta1 = 0.9, beta2 = 0.999, eps = 1e-8;  ///< The names of torch.optim.Adam.
};

/// The factor on all learning rates in the course of the training.
struct Schedule {
  /// The form of the factor.
  enum class Kind { constant, linear } kind = Kind::constant;
  double from = 0.5;  ///< linear: the share of all steps after which the factor falls from 1
  double to = 0.02;   ///< linear: the factor of the last step
};

/// How long, with which batches and rates a model is trained.
struct TrainingConfig {
  std::int64_t epochs = 1, batch_size = 128, seed = 1;  ///< Passes over the digits, digits in a step, the run's seed.
  /// The shards of a batch in Learner: 1, 2, 4, 8 or 16. latentwalk-train takes a batch whole.
  std::int64_t shards = 4;
  WeightInit init;                                    ///< The initial weights.
  std::map<std::string, OptimiserConfig> optimisers;  ///< By network.
  Schedule schedule;                                  ///< Of the learning rates.
  double ema_decay = 0.0;                             ///< 0: no moving average of the image network
};

/// Parses "training" of a configuration. Throws Error on an unknown key, a value out of range, and unless each network
/// of the model has an optimiser. `where` starts the message.
TrainingConfig parse_training_config(const Json& json, const ModelSpec& model, const std::string& where);

/// The factor on the learning rates in step `step` of `total`, counted from 0.
double schedule_factor(const Schedule& schedule, std::int64_t step, std::int64_t total);

/// The order in which an epoch visits `count` digits. It depends on seed and epoch alone, so a checkpoint needs only
/// the step.
std::vector<std::uint32_t> epoch_order(std::int64_t seed, std::int64_t epoch, std::size_t count);

/// The seed of the noise that a shard of a step draws with Rng.
std::uint64_t noise_seed(std::int64_t seed, std::int64_t step, std::size_t shard);

/// The patch {"a": {"b": {"c": VALUE}}} of "a.b.c=VALUE". VALUE is JSON; other text becomes a string. Throws Error
/// without a key or an equals sign.
Json patch_from_assignment(const std::string& assignment);

}  // namespace latentwalk
