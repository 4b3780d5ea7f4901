#pragma once

#include <torch/torch.h>

#include <filesystem>

#include "data/idx.hpp"
#include "latentwalk/image.hpp"
#include "trainer/networks/export.hpp"

namespace latentwalk {

/// The digits that a VAE reconstructs after each epoch: the first two of each class.
struct Originals {
  torch::Tensor images;  // (20, height, width) in [0, 1], in the order 0 1 … 9 0 1 … 9
  std::vector<std::int32_t> labels;
};

/// Takes the test digits if `folder` has them, because the model has not seen those, and the training digits otherwise.
/// Throws Error where there are no digits.
Originals choose_originals(const std::filesystem::path& folder);

/// Encodes images (N, height, width) in [0, 1] and decodes the means of their codes. Returns images of the same shape.
torch::Tensor reconstruct(const ModelSpec& model, const TorchNetworks& networks, const TorchNetwork& image_network,
                          const torch::Tensor& images, const std::vector<std::int32_t>& labels);

/// A sheet of ten columns. Each row of originals has the row of their reconstructions under it.
GreyImage reconstruction_sheet(const torch::Tensor& originals, const torch::Tensor& reconstructions);

}  // namespace latentwalk
