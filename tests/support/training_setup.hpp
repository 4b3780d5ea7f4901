#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "data/idx.hpp"
#include "support/files.hpp"
#include "trainer/config/config.hpp"
#include "trainer/loop/trainer.hpp"

/// What the training tests share: a configuration, and the committed subset of real digits.
namespace latentwalk {

inline std::string config_text(const std::string& name) {
  const auto bytes = read_file(std::string(LATENTWALK_CONFIGS) + "/" + name + ".json");
  return {bytes.begin(), bytes.end()};
}

inline Config make_config(const std::string& name, const std::string& preset, const std::vector<Json>& patches) {
  return resolve_config(config_text(name), preset, patches, name);
}

/// All configurations in configs/, by name.
inline std::vector<std::string> config_names() {
  std::vector<std::string> all;
  for (const auto& entry : std::filesystem::directory_iterator(LATENTWALK_CONFIGS))
    if (entry.path().stem() != "schema") all.push_back(entry.path().stem().string());
  std::sort(all.begin(), all.end());
  return all;
}

/// The first `count` of the 1,000 committed digits.
inline TrainingData subset(std::int64_t count) {
  const std::filesystem::path folder = LATENTWALK_DIGITS;
  const Digits digits = load_digits(folder, "t10k");
  const auto chosen = static_cast<std::size_t>(count);
  TrainingData data{torch::empty({count, 1, 28, 28}, torch::kUInt8), torch::empty({count}, torch::kInt64)};
  std::copy_n(digits.pixels.begin(), chosen * digits.width * digits.height, data.pixels.data_ptr<std::uint8_t>());
  std::copy_n(digits.labels.begin(), chosen, data.labels.data_ptr<std::int64_t>());
  return data;
}

inline Trainer make_trainer(const Config& config, std::int64_t digits) {
  return Trainer(config, subset(digits), torch::Device(torch::kCPU));
}

}  // namespace latentwalk
