#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "latentwalk/spec.hpp"
#include "latentwalk/tensor.hpp"

namespace latentwalk {

/// The input of a network: the values of each sample, followed by its one-hot label if class_count > 0.
struct NetworkInput {
  const float* values = nullptr;         ///< (N, input_size - class_count)
  const std::int32_t* labels = nullptr;  ///< (N), each in [0, class_count).
  std::size_t class_count = 0;           ///< 0: no labels.
};

/// A network ready to run: weights are packed for the kernels, batch norms folded, buffers planned.
class Network {
 public:
  /// `parameter` returns the tensor with a name from network_parameters(spec, prefix); its shape must be right.
  Network(const NetworkSpec& spec, const std::string& prefix,
          const std::function<Tensor(const std::string& name)>& parameter);
  ~Network();
  Network(Network&&) noexcept;             ///< Leaves the source empty.
  Network& operator=(Network&&) noexcept;  ///< Leaves the source empty.

  /// Runs N >= 1 samples: input (N, …spec.input), output (N, …last shape). Several threads may call this at once.
  /// Throws Error if the shape differs.
  Tensor forward(const Tensor& input) const;

  /// The same on plain memory. Calls reuse buffers: a call allocates only if more calls run at once than ever before.
  void forward(const NetworkInput& input, std::size_t count, float* output) const;

  /// A layer whose output can be read.
  struct LayerOutput {
    std::size_t layer;  ///< Index in the spec.
    Shape shape;        ///< Shape of the output for one sample.
  };
  /// The layers whose outputs `activations` can give, in order. Layers that only change the shape are left out, and so
  /// are those that run together with the next one: a linear layer or convolution before a batch norm or rectifier.
  std::vector<LayerOutput> layer_outputs() const;
  /// The outputs of chosen layers for one sample, one after the other, each row-major in its shape. `layers` holds
  /// indexes in the spec, in rising order. Throws Error if layer_outputs() lacks one.
  std::vector<float> activations(const NetworkInput& sample, std::span<const std::size_t> layers) const;

  std::size_t input_size() const;   ///< Floats per sample, labels included.
  std::size_t output_size() const;  ///< Floats per sample.
  /// The number of samples that run through the network together. Larger counts are split into batches of this size.
  std::size_t batch() const;

  /// What one step of the network costs, for `latentwalk bench`.
  struct StepCost {
    std::string name;    ///< "conv_transpose2d, direct"
    double flops = 0;    ///< Multiplications and additions per sample.
    double bytes = 0;    ///< Size of the weights as F32.
    double seconds = 0;  ///< For all samples of the call.
  };
  /// Runs forward and times each step; one entry per step.
  std::vector<StepCost> profile(const NetworkInput& input, std::size_t count, float* output) const;

 private:
  struct Plan;
  std::unique_ptr<Plan> plan_;
};

}  // namespace latentwalk
