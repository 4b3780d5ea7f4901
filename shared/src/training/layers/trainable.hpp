#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "kernels/float_buffer.hpp"
#include "latentwalk/rng.hpp"
#include "latentwalk/training_config.hpp"
#include "training/layers/layer.hpp"

namespace latentwalk {

/// A network that learns, with the buffers of one batch. All buffers are allocated here, none in a step.
class TrainableNetwork {
 public:
  /// `prefix` starts the names of the tensors.
  TrainableNetwork(const NetworkSpec& spec, const std::string& prefix, GroupSizes sizes);

  /// Draws the initial weights, in the order of network_parameters. Batch norm starts as the identity.
  void initialise(const WeightInit& init, Rng& rng);

  /// Calls visit(parameter, values) for each tensor of the network. `values` is the array that holds it, parameters or
  /// statistics, and place(element) the index of an element.
  using Place = std::function<std::size_t(std::size_t element)>;
  void for_each_tensor(const std::function<void(const Parameter&, bool statistics, const Place&)>& visit) const;

  /// The floats of all parameters, with padding that stays zero, and of batch norm's running statistics.
  std::size_t parameter_size() const { return parameters_.size(); }
  std::size_t statistics_size() const { return statistics_.size(); }
  float* parameters() { return parameters_.data(); }
  float* statistics() { return statistics_.data(); }
  const float* parameters() const { return parameters_.data(); }
  const float* statistics() const { return statistics_.data(); }
  /// Must follow a change of the parameters.
  void prepare(std::size_t threads);

  /// Input and output of a group, (samples, …) in the order of the spec, and their gradients.
  float* input(std::size_t group) { return values_.front().data() + group * samples_ * sizes_.front(); }
  const float* output(std::size_t group) const { return values_[last_].data() + group * samples_ * sizes_[last_]; }
  float* output_gradient(std::size_t group) { return gradients_[last_].data() + group * samples_ * sizes_[last_]; }
  const float* input_gradient(std::size_t group) const {
    return gradients_.front().data() + group * samples_ * sizes_.front();
  }
  std::size_t input_size() const { return sizes_.front(); }  ///< Floats per sample.
  std::size_t output_size() const { return sizes_[last_]; }  ///< Floats per sample.

  /// Runs groups [first, last) with the batch's statistics.
  void forward(std::size_t first, std::size_t last, std::size_t threads);
  /// Computes the gradient of the parameters, summed over the groups (not wanted: nullptr), and that of the input. Must
  /// follow forward of the same groups.
  void backward(std::size_t first, std::size_t last, std::size_t threads, float* gradient, bool input_gradient);
  /// Copies the means and unbiased variances of a group's batch norms, statistics_size() floats.
  void batch_statistics(std::size_t group, float* to) const;

 private:
  struct Placed {
    PlacedLayer layer;
    std::size_t from, to;  // buffers
    std::size_t parameters, statistics;
  };
  LayerRun run_of(const Placed& placed, std::size_t first, std::size_t last);
  template <class Task>
  void in_chunks(std::size_t first, std::size_t last, std::size_t threads, Task task);

  NetworkSpec spec_;
  std::string prefix_;
  std::size_t samples_, last_ = 0, scratch_each_ = 0;
  std::vector<Placed> layers_;
  std::vector<std::size_t> sizes_;  // of the buffers, per sample
  std::vector<kernels::FloatBuffer> values_, gradients_;
  kernels::FloatBuffer parameters_, statistics_, scratch_;
};

}  // namespace latentwalk
