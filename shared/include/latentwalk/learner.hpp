#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "latentwalk/config.hpp"
#include "latentwalk/digits.hpp"
#include "latentwalk/model.hpp"

/// Training on the core's own kernels, target latentwalk::learning. It trains VAEs and GANs, conditional or not.
namespace latentwalk {

/// A named loss or figure of a step: "loss", "reconstruction" and "kl" of a VAE; "d_loss", "d_real", "d_fake" and
/// "g_loss" of a GAN. They are those of latentwalk-train.
struct LossTerm {
  std::string name;    ///< The name in logs.
  double value = 0.0;  ///< The mean over the batch.
};

/// The bytes that a learner allocates for the configuration, without the digits, at least.
std::size_t learner_memory(const Config& config);

/// A training: networks, optimisers, digits and the place in the run.
///
/// A batch is cut into config.training.shards shards. Noise and batch-norm statistics are a shard's own, and the
/// gradients of the shards are summed as a balanced binary tree. So the weights after a number of steps are the same
/// bits for any number of threads, and for workers that compute shards apart (below).
class Learner {
 public:
  /// Draws the initial weights from config.training.seed. Throws Error where the core cannot train the configuration,
  /// the shards do not divide the batch, or the digits do not fit the model.
  Learner(const Config& config, Digits digits, std::size_t threads = 1);
  ~Learner();
  Learner(Learner&&) noexcept;             ///< Leaves the source empty.
  Learner& operator=(Learner&&) noexcept;  ///< Leaves the source empty.

  /// Trains one batch. Throws Error, and keeps the weights of the last good step, if a loss or a gradient is not
  /// finite.
  const std::vector<LossTerm>& step();

  /// The losses of the last step; empty before the first one.
  const std::vector<LossTerm>& losses() const;
  std::int64_t steps_done() const;       ///< Steps since the beginning of the run.
  std::int64_t steps_per_epoch() const;  ///< Whole batches in the digits.
  std::int64_t total_steps() const;      ///< Steps in all epochs. Training may go on beyond them.
  const Config& config() const;          ///< The configuration with all changes.
  std::size_t digit_count() const;       ///< The number of digits that it trains on.

  /// Applies a JSON merge patch, such as {"training": {"optimisers": {"decoder": {"lr": 0.01}}}}, between two steps.
  /// It may change epochs, optimisers, schedule, ema_decay and the numbers of the objective. Throws Error, and changes
  /// nothing, if the patch changes anything else or the result is not valid.
  void change(const Json& patch);

  /// Draws latents (N, latent_dim), as Model::decode does, with the present weights or their moving average.
  Tensor sample(const Tensor& latents, std::span<const std::int32_t> labels = {}) const;
  /// The posteriors of images (N, height, width) in [0, 1], as Model::encode computes them.
  Codes encode(const Tensor& images, std::span<const std::int32_t> labels = {}) const;

  /// The whole state of the run but its digits, as bytes. A checkpoint of step N gives the same weights after step M
  /// as the run itself.
  std::vector<std::uint8_t> checkpoint() const;
  /// Goes on from a checkpoint. Throws Error if it is of another configuration or damaged; `where` starts the message.
  void restore(std::span<const std::uint8_t> checkpoint, std::string_view where);

  /// The bytes of a model file with a self-test. `facts` are added to the facts about the training. Stores weights as
  /// F16, or as F32 where F16 cannot hold one.
  std::vector<std::uint8_t> export_model(const std::map<std::string, std::string>& facts = {}) const;

  /// The tensors of all networks, named as in network_parameters.
  std::map<std::string, Tensor> weights() const;
  /// Replaces them. Throws Error where one is missing or has another shape.
  void set_weights(const std::map<std::string, Tensor>& weights);

  // ---- For several workers, each with a learner of the same configuration and digits. A step has phase_count()
  // phases; in each, every worker computes the gradient of its shards, and all add the gradients and apply the sum.

  std::size_t shard_count() const;    ///< The shards of a batch.
  std::size_t phase_count() const;    ///< 1 for a VAE, 2 for a GAN.
  std::size_t phase() const;          ///< The phase that comes next, from 0.
  std::size_t gradient_size() const;  ///< The floats that the next phase's gradient takes, with statistics and losses.

  /// Computes the gradient of shards [first, last) in the next phase. The range must be a part of the batch that
  /// halving gives: [0, 4), [0, 2), [2, 4), [0, 1), …; the phases of a step take the same range. Writes gradient_size()
  /// floats.
  void gradient(std::size_t first, std::size_t last, float* to);
  /// Adds a gradient to another: of [0, 1) and [1, 2), then of [0, 2) and [2, 4), and so on, lower shards first.
  void add(float* gradient, const float* other) const;
  /// Updates the weights with the gradient of all shards, and moves to the next phase. Throws Error as step does.
  void apply(const float* gradient);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// What can spoil a training without an error.
enum class Trouble {
  none,
  posterior_collapse,  ///< A VAE's KL divergence is below 1 nat: the codes say nothing, and the decoder ignores them.
  mode_collapse,       ///< A GAN draws nearly the same picture for all latents.
  discriminator_wins   ///< A GAN's discriminator is sure of every image, so that its gradient teaches little.
};

/// The trouble after the last step, from its losses and, for a GAN, 32 samples; none before step 100.
Trouble learner_trouble(const Learner& learner);

}  // namespace latentwalk
