#include "trainer/loop/checkpoint_networks.hpp"

#include <map>

#include "trainer/networks/tensor_bridge.hpp"

namespace latentwalk {

std::string average_name(const std::string& tensor) { return "ema." + tensor; }

CheckpointNetworks checkpoint_networks(const Config& config, const Safetensors& checkpoint, const std::string& where) {
  std::map<std::string, torch::Tensor> tensors;
  for (const auto& [name, stored] : checkpoint.tensors) tensors[name] = load_torch(stored);
  TorchNetworks networks;
  for (const auto& [name, spec] : config.model.networks) {
    networks.emplace(name, TorchNetwork(spec, name)).first->second.load(tensors, where);
  }
  TorchNetwork image_network = networks.at(image_network_name(config.model.family)).clone();
  if (config.training.ema_decay > 0.0) {
    std::map<std::string, torch::Tensor> averages;
    for (const auto& [name, value] : image_network.tensors()) {
      if (const auto found = tensors.find(average_name(name)); found != tensors.end()) averages[name] = found->second;
    }
    image_network.load(averages, where);
  }
  return {std::move(networks), std::move(image_network)};
}

}  // namespace latentwalk
