#pragma once

#include <torch/torch.h>

#include <filesystem>
#include <string>

#include "latentwalk/json.hpp"
#include "latentwalk/spec.hpp"

namespace latentwalk {

/// The digits to train on, in the memory of the training device.
struct TrainingData {
  torch::Tensor pixels;  // (N, 1, height, width), bytes
  torch::Tensor labels;  // (N), 64-bit integers
  /// Which digits these are, and which test digits lie beside them: {"train": "1000 of 28 x 28, SHA-256 …", "t10k": …}.
  Json identity = Json::object();
  std::string warning;  // what looks wrong with them; empty where nothing does
  std::int64_t count() const { return pixels.size(0); }
};

/// The training digits in `folder`. Reads the test digits too, if there are any. Throws Error where the size of either
/// is not the size of the model's images, or a label is not one of its classes.
TrainingData load_training_data(const std::filesystem::path& folder, const ModelSpec& model, torch::Device device);

}  // namespace latentwalk
