#pragma once

#include <string>

#include "latentwalk/config.hpp"
#include "latentwalk/safetensors.hpp"
#include "trainer/networks/torch_network.hpp"

namespace latentwalk {

/// The networks of a checkpoint.
struct CheckpointNetworks {
  TorchNetworks networks;      // as they were trained, the discriminator too
  TorchNetwork image_network;  // with its moving average, where the training keeps one: the weights of the model file
};

/// Throws Error where a tensor is missing or has another shape. `where` starts the message.
CheckpointNetworks checkpoint_networks(const Config& config, const Safetensors& checkpoint, const std::string& where);

/// The name of a tensor of the moving average in a checkpoint.
std::string average_name(const std::string& tensor);

}  // namespace latentwalk
