#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "latentwalk/learner.hpp"
#include "training/learner/objective.hpp"

namespace latentwalk {

/// Adam's state of one network.
struct AdamState {
  kernels::FloatBuffer mean, square;
  std::int64_t steps = 0;
};

/// The first key in which two configurations differ, of those that a training cannot change; empty where there is none.
std::string first_fixed_difference(Json a, Json b);

/// What a learner consists of.
struct Learner::State {
  State(const Config& config, Digits digits, std::size_t threads);

  // ---- state.cpp: as tensors, for checkpoints and model files.
  std::map<std::string, Tensor> tensors(const TrainableNetwork& network, const float* parameters,
                                        const float* statistics) const;
  void set_tensors(TrainableNetwork& network, const std::function<Tensor(const Parameter&)>& source, float* parameters,
                   float* statistics);
  /// The weights that are shown: of generator or decoder the moving average, if there is one.
  std::map<std::string, Tensor> shown_weights() const;
  ModelSpec shown_spec() const;
  const Model& shown_model() const;
  Safetensors capture() const;
  void restore(const Safetensors& file, const std::string& where);

  // ---- learner.cpp
  void start_average();
  std::int64_t steps_per_epoch() const;
  const LearnerPhase& next_phase() const { return objective->phases()[phase]; }
  std::size_t tail_size(const LearnerPhase& phase) const;
  std::size_t gradient_size(const LearnerPhase& phase) const;
  void gradient(std::size_t first, std::size_t last, float* to);
  void check_finite(const float* gradient, const float* tail) const;
  void update(TrainableNetwork& network, const std::string& name, const float* gradient);
  void apply(const float* gradient);
  void end_step();

  Config config;
  Digits digits;
  std::size_t threads, shards, samples;  // samples in a shard
  std::unique_ptr<LearnerObjective> objective;
  TrainableNetworks networks;
  std::map<std::string, AdamState> adam;
  kernels::FloatBuffer average, average_statistics;  // of the image network; empty: no moving average
  std::int64_t step = 0;
  std::size_t phase = 0;
  std::vector<std::uint32_t> order;
  std::int64_t order_epoch = -1;
  kernels::FloatBuffer sum, tails;        // the gradient of all shards, and each shard's tail
  std::vector<LossTerm> pending, losses;  // the losses of this step's phases, and of the last whole step
  mutable std::optional<Model> shown;     // until the weights change
};

}  // namespace latentwalk
