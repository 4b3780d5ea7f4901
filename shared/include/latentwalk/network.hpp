#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "latentwalk/spec.hpp"
#include "latentwalk/tensor.hpp"

namespace latentwalk {

/// What goes into a network: for each sample its values and, where class_count > 0, a one-hot label behind them.
struct NetworkInput {
  const float* values = nullptr;         ///< (N, input_size - class_count)
  const std::int32_t* labels = nullptr;  ///< (N), each below class_count.
  std::size_t class_count = 0;           ///< 0: no labels.
};

/// A network ready to run: weights packed for the kernels, batch norm folded, buffers planned.
class Network {
 public:
  /// `parameter` gives the tensor of a name from network_parameters(spec, prefix), already checked for its shape.
  Network(const NetworkSpec& spec, const std::string& prefix,
          const std::function<Tensor(const std::string& name)>& parameter);
  ~Network();
  Network(Network&&) noexcept;             ///< The other one is empty afterwards.
  Network& operator=(Network&&) noexcept;  ///< The other one is empty afterwards.

  /// input (N, …spec.input) -> output (N, …last shape), N >= 1. Safe to call from several threads at once.
  Tensor forward(const Tensor& input) const;

  /// The same on plain memory, without allocating once as many calls have run side by side before.
  void forward(const NetworkInput& input, std::size_t count, float* output) const;

  std::size_t input_size() const;   ///< Floats a sample.
  std::size_t output_size() const;  ///< Floats a sample.
  /// Samples that run through the network together; larger counts are cut into such batches.
  std::size_t batch() const;

  /// What one step of the network cost, for bench.
  struct StepCost {
    std::string name;    ///< "conv_transpose2d, direct"
    double flops = 0;    ///< Multiplications and additions a sample.
    double bytes = 0;    ///< Of weights, as F32.
    double seconds = 0;  ///< For all samples of the call.
  };
  std::vector<StepCost> profile(const NetworkInput& input, std::size_t count, float* output) const;
  ///< forward, each step timed: one entry a step.
 private:
  struct Plan;
  std::unique_ptr<Plan> plan_;
};

}  // namespace latentwalk
