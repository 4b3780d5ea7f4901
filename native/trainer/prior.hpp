#pragma once

#include <torch/torch.h>

#include "latentwalk/spec.hpp"

namespace latentwalk {

/// `count` latents drawn from the model's prior by LibTorch's default generator, (count, latent_dim).
torch::Tensor draw_latents(const ModelSpec& model, std::int64_t count, torch::Device device);

/// A one-hot vector a label, (N, class_count).
torch::Tensor one_hot_labels(const torch::Tensor& labels, std::int64_t class_count);

}  // namespace latentwalk
