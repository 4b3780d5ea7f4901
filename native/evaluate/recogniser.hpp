#pragma once

#include "latentwalk/spec.hpp"
#include "trainer/networks/torch_network.hpp"

namespace latentwalk {

/// Reads the categorical code of images (N, height * width) in [0, 1] with Q, InfoGAN's recogniser: the outputs of the
/// discriminator after the first one. Returns the value of the code in each image, (N), integers. Throws Error where
/// the model has no such code or the discriminator no such outputs.
torch::Tensor recognise_codes(const ModelSpec& spec, const TorchNetwork& discriminator, const torch::Tensor& images);

}  // namespace latentwalk
