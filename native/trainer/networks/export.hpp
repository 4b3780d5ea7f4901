#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "latentwalk/safetensors.hpp"
#include "latentwalk/spec.hpp"
#include "trainer/networks/torch_network.hpp"

namespace latentwalk {

/// The bytes of a model file with the networks that ship (generator, or encoder and decoder), its self-test computed
/// by LibTorch in double precision from the weights as stored. `image_network` replaces the one of its name: the
/// moving average, where there is one.
std::vector<std::uint8_t> export_model(const ModelSpec& model, const TorchNetworks& networks,
                                       const TorchNetwork& image_network, DType storage,
                                       const std::map<std::string, std::string>& training);

/// latents (N, latent_dim) and labels (empty, or N) -> images (N, height, width) in [0, 1], as the network gives them
/// once trained.
torch::Tensor decode_images(const ModelSpec& model, const TorchNetwork& image_network, const torch::Tensor& latents,
                            const std::vector<std::int32_t>& labels);

}  // namespace latentwalk
