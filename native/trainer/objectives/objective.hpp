#pragma once

#include <torch/torch.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "latentwalk/objective_config.hpp"
#include "latentwalk/spec.hpp"
#include "trainer/networks/prior.hpp"
#include "trainer/networks/torch_network.hpp"

/// The interface of objectives. An objective computes losses. The trainer does the rest: batches, gradients, optimiser
/// steps, the moving average, logs and checkpoints.
namespace latentwalk {

struct Batch {
  torch::Tensor images;  // (N, 1, height, width), in the model's value range
  torch::Tensor labels;  // (N), 64-bit integers
  Shard shard;           // for draw_latents and draw_normal
};

/// A number for the log.
struct Term {
  std::string name;
  torch::Tensor value;  // scalar, detached, on the device
};

struct Loss {
  torch::Tensor total;  // scalar, to minimise
  std::vector<Term> terms;
};

/// One backward pass, and the networks that it updates. The gradient flows through `frozen` networks, but their own
/// parameters get none.
struct Phase {
  std::string name;
  std::vector<std::string> updates, frozen;
};

class Objective {
 public:
  virtual ~Objective() = default;
  /// The phases of one step, in order.
  virtual const std::vector<Phase>& phases() const = 0;
  /// The loss of one phase. All phases of a step get the same batch, and may share results.
  virtual Loss loss(std::size_t phase, const Batch& batch, const TorchNetworks& networks) = 0;
  /// A warning where the mean terms of an epoch show that the training has failed.
  virtual std::optional<std::string> diagnose(const std::map<std::string, double>& means) const = 0;
};

/// The objective of a configuration for this model.
std::unique_ptr<Objective> make_objective(const ObjectiveConfig& config, const ModelSpec& model);

}  // namespace latentwalk
