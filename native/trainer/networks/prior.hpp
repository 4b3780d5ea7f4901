#pragma once

#include <torch/torch.h>

#include "latentwalk/rng.hpp"
#include "latentwalk/spec.hpp"

namespace latentwalk {

/// Which of `count` equal parts of each batch this process computes.
struct Shard {
  std::int64_t index = 0, count = 1;
  Rng* rng = nullptr;  // draws the noise instead of LibTorch's generator
};

/// Draws `count` latents from the model's prior with LibTorch's default generator: (count, latent_dim). Each of several
/// processes draws the latents of all and keeps its part, so that together they draw what a single process draws.
torch::Tensor draw_latents(const ModelSpec& model, std::int64_t count, torch::Device device, const Shard& shard = {});

/// A standard normal tensor of the given sizes, drawn in the same way.
torch::Tensor draw_normal(at::IntArrayRef sizes, torch::Device device, const Shard& shard = {});

/// labels (N), 64-bit integers in [0, class_count) -> one-hot vectors (N, class_count) of number_type().
torch::Tensor one_hot_labels(const torch::Tensor& labels, std::int64_t class_count);

}  // namespace latentwalk
