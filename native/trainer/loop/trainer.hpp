#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "latentwalk/config.hpp"
#include "latentwalk/rng.hpp"
#include "latentwalk/safetensors.hpp"
#include "trainer/libtorch/compute.hpp"
#include "trainer/loop/training_data.hpp"
#include "trainer/networks/torch_network.hpp"
#include "trainer/objectives/objective.hpp"

namespace latentwalk {

class Group;

/// The state of a training and the step that changes it. On the CPU, two trainers with the same configuration, data and
/// number of threads pass through the same states, bit for bit. A trainer that was restored from a checkpoint does too.
class Trainer {
 public:
  /// Seeds LibTorch's generators and draws the initial weights. Throws Error where there are fewer digits than a batch
  /// has.
  Trainer(const Config& config, TrainingData data, torch::Device device);

  /// Makes this trainer a member of the group, which must outlive it. Each process computes its share of every batch.
  /// Throws Error unless the batch size is a multiple of the number of processes.
  void join(Group& group);
  void use(const ComputeOptions& options);

  /// Runs each phase of the objective on the next batch.
  void step();

  std::int64_t steps_done() const { return step_; }
  std::int64_t steps_per_epoch() const { return data_.count() / config_.training.batch_size; }
  std::int64_t total_steps() const { return steps_per_epoch() * config_.training.epochs; }
  bool at_epoch_end() const { return step_ > 0 && step_ % steps_per_epoch() == 0; }
  bool finished() const { return step_ >= total_steps(); }

  /// The terms of the last step, averaged over all processes. Waits for the device.
  std::vector<std::pair<std::string, double>> last_terms() const;
  /// The means of the terms over the steps of the present epoch; after its last step, over the whole epoch. Waits for
  /// the device.
  std::map<std::string, double> epoch_means() const;
  /// Asks all processes to stop. `reason` is SIGINT, SIGTERM or kTimeIsUp. The processes agree in the next step.
  static constexpr int kTimeIsUp = 1 << 10;
  void ask_to_stop(int reason) { asked_to_stop_ = reason; }
  /// The reason to stop that the processes agreed on, or 0. After a step it is the same in all of them.
  int agreed_to_stop() const { return group_ ? agreed_to_stop_ : asked_to_stop_; }
  /// Replaces the batch-norm statistics by their mean over the processes, because each tracks its own share of the
  /// batches.
  void synchronise();

  /// Throws Error where the last step's terms are not finite.
  void check_finite() const;

  const Config& config() const { return config_; }
  const TrainingData& data() const { return data_; }
  /// The number of processes that train together.
  int processes() const;
  const Objective& objective() const { return *objective_; }
  const TorchNetworks& networks() const { return networks_; }
  /// For measurements of the two paths.
  void use_conv_transpose(ConvTransposePath path);
  torch::Device device() const { return device_; }
  const ComputeOptions& compute() const { return compute_; }
  /// The generator or decoder as it is shown and exported: with its moving average where the training keeps one.
  const TorchNetwork& image_network() const;

  /// The whole state, for a checkpoint.
  Safetensors capture() const;
  /// Throws Error where a part is missing or has another shape. `where` starts the message.
  void restore(const Safetensors& checkpoint, const std::string& where);

 private:
  Batch next_batch();
  void run_phase(std::size_t index, const Batch& batch, std::vector<Term>& terms);
  void average_gradients(const Phase& phase, std::vector<Term>& terms);
  void update_average();
  void record(const std::vector<Term>& terms);
  void shuffle();

  Config config_;
  TrainingData data_;
  torch::Device device_;
  ComputeOptions compute_;
  Group* group_ = nullptr;
  int asked_to_stop_ = 0, agreed_to_stop_ = 0;
  std::unique_ptr<Objective> objective_;
  TorchNetworks networks_;
  std::map<std::string, std::unique_ptr<torch::optim::Adam>> optimisers_;  // by network
  std::optional<TorchNetwork> average_;
  std::int64_t step_ = 0;
  Rng noise_{0};                         // of the present step, with ComputeOptions::core_noise
  torch::Tensor order_;                  // this epoch's permutation of the digits
  std::vector<std::string> term_names_;  // known after the first step
  torch::Tensor last_, sums_;            // (terms), on the device; sums over the present epoch
};

}  // namespace latentwalk
