#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "latentwalk/safetensors.hpp"
#include "latentwalk/spec.hpp"
#include "trainer/networks/torch_network.hpp"

namespace latentwalk {

/// The bytes of a model file with all networks but the discriminator. LibTorch computes its self-test in double
/// precision from the weights as stored. `image_network` replaces the generator or decoder in `networks`; it is the
/// moving average where the training keeps one. `training`: the facts of the training.
std::vector<std::uint8_t> export_model(const ModelSpec& model, const TorchNetworks& networks,
                                       const TorchNetwork& image_network, DType storage,
                                       const std::map<std::string, std::string>& training);

/// F16, or F32 where a weight of the generator, or of encoder and decoder, is beyond F16.
DType storage_for(const TorchNetworks& networks, const TorchNetwork& image_network);

/// latents (N, latent_dim) and class labels (N, or empty for a model without classes) -> images (N, height, width) in
/// [0, 1], on the CPU. Batch norm uses its running statistics.
torch::Tensor decode_images(const ModelSpec& model, const TorchNetwork& image_network, const torch::Tensor& latents,
                            const std::vector<std::int32_t>& labels);

}  // namespace latentwalk
