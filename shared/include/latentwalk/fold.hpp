#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "latentwalk/spec.hpp"
#include "latentwalk/tensor.hpp"

namespace latentwalk {

/// A network and its weights, named as in network_parameters.
struct WeightedNetwork {
  NetworkSpec spec;                       ///< Its layers.
  std::map<std::string, Tensor> weights;  ///< Tensors by name.
  /// For each layer, the index in the original spec of the last layer that it contains.
  std::vector<std::size_t> last_layer = {};
};

/// Folds each batch norm that follows a linear layer or a convolution into that layer's weight and bias, which can
/// scale and shift the channels just as well in evaluation mode. `parameter` returns the tensor with a given name.
/// Throws Error if a running variance is negative.
WeightedNetwork fold_batch_norm(const NetworkSpec& spec, const std::string& prefix,
                                const std::function<Tensor(const std::string& name)>& parameter);

/// What a batch norm does to each channel in evaluation mode: y = scale x + shift.
struct ChannelScale {
  std::vector<float> scale, shift;  ///< One element per channel.
};
/// The scale and shift of the batch norm whose parameters are NAME.weight, NAME.bias, NAME.running_mean and
/// NAME.running_var. Throws Error if a variance is negative.
ChannelScale batch_norm_scale(const BatchNorm& layer, const std::string& name,
                              const std::function<Tensor(const std::string& name)>& parameter);

}  // namespace latentwalk
