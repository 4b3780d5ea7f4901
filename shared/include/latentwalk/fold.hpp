#pragma once

#include <functional>
#include <map>
#include <string>

#include "latentwalk/spec.hpp"
#include "latentwalk/tensor.hpp"

namespace latentwalk {

/// A network and its weights, under the names of network_parameters.
struct WeightedNetwork {
  NetworkSpec spec;                       ///< The layers.
  std::map<std::string, Tensor> weights;  ///< By name.
};

/// The same network without the batch norms that follow a linear layer or a convolution: in evaluation they scale and
/// shift each channel, which the layer's own weight and bias can do. `parameter` gives the tensor of a name. Throws
/// Error on a negative variance.
WeightedNetwork fold_batch_norm(const NetworkSpec& spec, const std::string& prefix,
                                const std::function<Tensor(const std::string& name)>& parameter);

/// What a batch norm does to each channel in evaluation: y = scale x + shift.
struct ChannelScale {
  std::vector<float> scale, shift;  ///< By channel.
};
ChannelScale batch_norm_scale(const BatchNorm& layer, const std::string& name,
                              const std::function<Tensor(const std::string& name)>& parameter);  ///< Of a layer.

}  // namespace latentwalk
