#pragma once

#include <algorithm>
#include <filesystem>

#include "data/idx.hpp"
#include "tests/support/training_config.hpp"
#include "trainer/loop/trainer.hpp"

/// What the training tests share: trainers of shipped configurations on the committed real digits.
namespace latentwalk {

/// The first `count` of the 1,000 committed digits.
inline TrainingData subset(std::int64_t count) {
  const std::filesystem::path folder = LATENTWALK_DIGITS;
  const Digits digits = load_digits(folder, "t10k");
  const auto chosen = static_cast<std::size_t>(count);
  TrainingData data;
  data.pixels = torch::empty({count, 1, 28, 28}, torch::kUInt8);
  data.labels = torch::empty({count}, torch::kInt64);
  std::copy_n(digits.pixels.begin(), chosen * digits.width * digits.height, data.pixels.data_ptr<std::uint8_t>());
  std::copy_n(digits.labels.begin(), chosen, data.labels.data_ptr<std::int64_t>());
  return data;
}

inline Trainer make_trainer(const Config& config, std::int64_t digits) {
  return Trainer(config, subset(digits), torch::Device(torch::kCPU));
}

}  // namespace latentwalk
