#pragma once

#include <torch/torch.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "latentwalk/spec.hpp"
#include "trainer/config/objective_config.hpp"
#include "trainer/networks/prior.hpp"
#include "trainer/networks/torch_network.hpp"

/// What is minimised. The training loop owns batches, zero_grad, backward, step, moving average, logs and
/// checkpoints; an objective owns the mathematics.
namespace latentwalk {

struct Batch {
  torch::Tensor images;  // (N, 1, height, width), in the model's value range
  torch::Tensor labels;  // (N), 64-bit integers in [0, 9]
  double epoch = 0.0;    // epochs done, with the fraction of the present one
  Shard shard;           // give it to whatever draws at random
};

/// A number to log, a scalar without graph, still on the device.
struct Term {
  std::string name;
  torch::Tensor value;
};

struct Loss {
  torch::Tensor total;  // scalar, to minimise
  std::vector<Term> terms;
};

/// One backward pass and the networks it updates. `frozen` ones take part without gradients of their own.
struct Phase {
  std::string name;
  std::vector<std::string> updates, frozen;
};

class Objective {
 public:
  virtual ~Objective() = default;
  /// The phases of one step, in order.
  virtual const std::vector<Phase>& phases() const = 0;
  /// The loss of one phase. Phases of one step see the same batch, and may share what they compute.
  virtual Loss loss(std::size_t phase, const Batch& batch, const TorchNetworks& networks) = 0;
  /// A sentence where an epoch's mean terms show that training has gone wrong.
  virtual std::optional<std::string> diagnose(const std::map<std::string, double>& means) const = 0;
};

/// The objective that a checked configuration describes, for this model.
std::unique_ptr<Objective> make_objective(const ObjectiveConfig& config, const ModelSpec& model);

}  // namespace latentwalk
