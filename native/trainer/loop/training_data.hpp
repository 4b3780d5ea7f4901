#pragma once

#include <torch/torch.h>

#include <filesystem>

#include "latentwalk/spec.hpp"

namespace latentwalk {

/// The digits to train on, in the memory of the training device.
struct TrainingData {
  torch::Tensor pixels;  // (N, 1, height, width), bytes
  torch::Tensor labels;  // (N), 64-bit integers in [0, 9]
  std::int64_t count() const { return pixels.size(0); }
};

/// The training digits in `folder`. Throws Error where their size is not the size of the model's images.
TrainingData load_training_data(const std::filesystem::path& folder, const ModelSpec& model, torch::Device device);

}  // namespace latentwalk
