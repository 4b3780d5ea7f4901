#pragma once

#include <torch/torch.h>

#include "latentwalk/spec.hpp"

namespace latentwalk {

/// Which part of a step's batch this process has, where several train together.
struct Shard {
  std::int64_t index = 0, count = 1;
};

/// `count` latents drawn from the model's prior by LibTorch's default generator, (count, latent_dim). Of several
/// processes each draws for all and takes its part, so that together they draw what one alone would.
torch::Tensor draw_latents(const ModelSpec& model, std::int64_t count, torch::Device device, const Shard& shard = {});

/// Standard normal, of the given sizes, drawn in the same way.
torch::Tensor draw_normal(at::IntArrayRef sizes, torch::Device device, const Shard& shard = {});

/// A one-hot vector a label, (N, class_count).
torch::Tensor one_hot_labels(const torch::Tensor& labels, std::int64_t class_count);

}  // namespace latentwalk
