#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>

#include "latentwalk/network.hpp"
#include "latentwalk/quantise.hpp"
#include "trainer/networks/tensor_bridge.hpp"
#include "trainer/networks/torch_network.hpp"

namespace latentwalk {

/// What core and LibTorch may differ by, with weights in F32.
inline constexpr double kParityTolerance = 1e-5;

/// The core's network with the weights of a LibTorch one.
inline Network core_network(const TorchNetwork& network) {
  std::map<std::string, torch::Tensor> tensors;
  for (const auto& [name, value] : network.tensors()) tensors[name] = value;
  return Network(network.spec(), network.prefix(),
                 [tensors](const std::string& name) { return core_tensor(tensors.at(name)); });
}

/// A model file's network in LibTorch, whatever its weights are stored as.
inline TorchNetwork network_of(const ModelSpec& spec, const Safetensors& file, const std::string& role) {
  std::map<std::string, torch::Tensor> tensors;
  for (const Parameter& parameter : network_parameters(spec.networks.at(role), role))
    tensors[parameter.name] = torch_tensor(load_parameter(file, parameter, role));
  TorchNetwork network(spec.networks.at(role), role);
  network.load(tensors, role);
  return network;
}

/// The largest difference of two tensors of one shape; infinite where shapes differ or a value is not a number.
inline double largest_difference(const Tensor& a, const torch::Tensor& b) {
  const Tensor other = core_tensor(b);
  if (shape_of(a) != shape_of(other)) return std::numeric_limits<double>::infinity();
  double largest = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double difference = std::abs(static_cast<double>(a.data()[i]) - static_cast<double>(other.data()[i]));
    if (!(difference <= largest))
      largest = std::isnan(difference) ? std::numeric_limits<double>::infinity() : difference;
  }
  return largest;
}

/// Core against LibTorch, both in F32, on standard normal inputs.
inline double parity_error(const TorchNetwork& network, std::int64_t count) {
  const torch::NoGradGuard no_grad;
  const torch::Tensor input = torch::randn(batch_shape(count, network.spec().input));
  return largest_difference(core_network(network).forward(core_tensor(input)), network.forward(input, false));
}

/// Batch-norm statistics as training leaves them, not the identity that they start as.
inline void disturb_statistics(TorchNetwork& network) {
  const torch::NoGradGuard no_grad;
  for (const auto& [name, value] : network.buffers()) {
    torch::Tensor statistic = value;
    if (name.ends_with(".running_var")) {
      statistic.uniform_(0.5, 2.0);
    } else {
      statistic.uniform_(-0.5, 0.5);
    }
  }
}

}  // namespace latentwalk
