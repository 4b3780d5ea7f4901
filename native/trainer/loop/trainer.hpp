#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "latentwalk/safetensors.hpp"
#include "trainer/config/config.hpp"
#include "trainer/distributed/group.hpp"
#include "trainer/libtorch/compute.hpp"
#include "trainer/networks/torch_network.hpp"
#include "trainer/objectives/objective.hpp"

namespace latentwalk {

/// The digits to train on, on the training device.
struct TrainingData {
  torch::Tensor pixels;  // (N, 1, height, width), bytes
  torch::Tensor labels;  // (N), 64-bit integers
  std::int64_t count() const { return pixels.size(0); }
};

/// Everything that changes while a model trains, and the step that changes it. Two trainers of the same
/// configuration, data and thread count go through the same states bit for bit on the CPU; so does one that was
/// restored from a checkpoint.
class Trainer {
 public:
  /// Seeds LibTorch's generators and draws the first weights.
  Trainer(const Config& config, TrainingData data, torch::Device device);

  /// Trains together with the others of the group, which must outlive this; each takes its part of every batch. Throws
  /// Error where the batch cannot be shared out evenly.
  void join(Group& group);
  void use(const ComputeOptions& options);

  /// One step: each phase of the objective on the next batch.
  void step();

  std::int64_t steps_done() const { return step_; }
  std::int64_t steps_per_epoch() const { return data_.count() / config_.training.batch_size; }
  std::int64_t total_steps() const { return steps_per_epoch() * config_.training.epochs; }
  bool at_epoch_end() const { return step_ > 0 && step_ % steps_per_epoch() == 0; }
  bool finished() const { return step_ >= total_steps(); }

  /// The terms of the last step, and their means over the steps of the present epoch (of the one just done, at its
  /// end), over all processes. Reading them waits for the device.
  std::vector<std::pair<std::string, double>> last_terms() const;
  std::map<std::string, double> epoch_means() const;
  /// Asks all processes to stop: `reason` is a signal, or kTimeIsUp. They agree in the step that follows.
  static constexpr int kTimeIsUp = 1 << 10;
  void ask_to_stop(int reason) { asked_to_stop_ = reason; }
  /// What was agreed on, the same for all after every step; 0: to go on.
  int agreed_to_stop() const { return group_ ? agreed_to_stop_ : asked_to_stop_; }
  /// Gives all processes the mean of their batch-norm statistics, which each tracks over its own part of the batches.
  void synchronise();

  /// Throws Error where the last step's terms are not finite.
  void check_finite() const;

  const Config& config() const { return config_; }
  const Objective& objective() const { return *objective_; }
  const TorchNetworks& networks() const { return networks_; }
  /// For comparisons.
  void use_conv_transpose(ConvTransposePath path);
  torch::Device device() const { return device_; }
  const ComputeOptions& compute() const { return compute_; }
  /// The network that turns latents into images as it is shown and shipped: its moving average where there is one.
  const TorchNetwork& image_network() const;

  /// The whole state, for a checkpoint; `restore` takes it back. `where` opens the messages.
  Safetensors capture() const;
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
  torch::Tensor order_;                  // this epoch's permutation of the digits
  std::vector<std::string> term_names_;  // known after the first step
  torch::Tensor last_, sums_;            // (terms), on the device; sums over the present epoch
};

/// The configuration inside a checkpoint, as its resolved JSON text.
std::string checkpoint_config(const Safetensors& checkpoint, const std::string& where);

/// The networks of a checkpoint that ship, with the image network as it is shown.
struct ShippedNetworks {
  TorchNetworks networks;
  TorchNetwork image_network;
};
ShippedNetworks shipped_networks(const Config& config, const Safetensors& checkpoint, const std::string& where);

}  // namespace latentwalk
