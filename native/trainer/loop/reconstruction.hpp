#pragma once

#include <torch/torch.h>

#include <filesystem>

#include "data/idx.hpp"
#include "latentwalk/image.hpp"
#include "trainer/networks/export.hpp"

namespace latentwalk {

/// Two digits of each class, the first two in the files: what a VAE is asked to reconstruct after each epoch.
struct Originals {
  torch::Tensor images;  // (20, height, width) in [0, 1], 0 0 1 1 … 9 9
  std::vector<std::int32_t> labels;
};

/// From the test digits where `folder` has them, since the model has not seen those; else from the training digits.
Originals choose_originals(const std::filesystem::path& folder);

/// images (N, height, width) in [0, 1] -> the decoder's picture of the encoder's mean, of the same shape.
torch::Tensor reconstruct(const ModelSpec& model, const TorchNetworks& networks, const TorchNetwork& image_network,
                          const torch::Tensor& images, const std::vector<std::int32_t>& labels);

/// A sheet of ten columns: a row of originals, their reconstructions under it, and so on.
GreyImage reconstruction_sheet(const torch::Tensor& originals, const torch::Tensor& reconstructions);

}  // namespace latentwalk
