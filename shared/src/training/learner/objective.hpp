#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "latentwalk/config.hpp"
#include "latentwalk/digits.hpp"
#include "latentwalk/rng.hpp"
#include "training/layers/trainable.hpp"

/// The losses that a learner minimises, with their gradients.
namespace latentwalk {

/// The networks of a model by name.
using TrainableNetworks = std::map<std::string, TrainableNetwork>;

/// The shards of one batch.
struct ShardedBatch {
  const ModelSpec* model;
  const Digits* digits;
  const std::uint32_t* order;  ///< The digits of the batch, shard by shard.
  std::size_t samples;         ///< In a shard.
  std::size_t shards;
  std::int64_t seed, step;  ///< Of the noise.

  /// The noise of a shard.
  Rng noise(std::size_t shard) const;
  /// Writes the images of a shard, (samples, height, width) in the model's range, each `stride` floats after the last.
  void images(std::size_t shard, float* to, std::size_t stride) const;
  /// Writes a shard's labels as one-hot vectors of class_count values, each of which is repeated `repeats` times.
  void classes(std::size_t shard, float* to, std::size_t stride, std::size_t repeats = 1) const;
  /// The factor that makes a mean over the batch of a sum.
  double share() const { return 1.0 / static_cast<double>(samples * shards); }
};

/// One backward pass of a step.
struct LearnerPhase {
  std::vector<std::string> updates;     ///< The networks that it updates.
  std::vector<std::string> statistics;  ///< The networks whose batch-norm statistics it yields, in order.
  std::vector<std::string> terms;       ///< The names of its losses.
};

/// Where a phase writes: the gradient of each network that it updates, and for each shard the statistics and losses.
struct PhaseOutput {
  std::map<std::string, float*> gradients;
  float* tails;
  std::size_t tail_size;

  float* tail(std::size_t shard) const { return tails + shard * tail_size; }
};

class LearnerObjective {
 public:
  virtual ~LearnerObjective() = default;
  virtual const std::vector<LearnerPhase>& phases() const = 0;
  /// The groups of a batch of `shards` shards in this network.
  virtual std::size_t groups(const std::string& network, std::size_t shards) const = 0;
  /// Computes shards [first, last) of a phase.
  virtual void run(std::size_t phase, const ShardedBatch& batch, std::size_t first, std::size_t last,
                   std::size_t threads, TrainableNetworks& networks, const PhaseOutput& to) = 0;
};

/// The objectives that the core trains. `samples` and `shards` are those of a batch.
std::unique_ptr<LearnerObjective> make_learner_objective(const VaeObjective& config, const ModelSpec& model,
                                                         std::size_t samples, std::size_t shards);
std::unique_ptr<LearnerObjective> make_learner_objective(const GanObjective& config, const ModelSpec& model,
                                                         std::size_t samples, std::size_t shards);

}  // namespace latentwalk
