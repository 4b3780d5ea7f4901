#include "trainer/loop/training_data.hpp"

#include <algorithm>

#include "data/idx.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {

TrainingData load_training_data(const std::filesystem::path& folder, const ModelSpec& model, torch::Device device) {
  const Digits digits = load_digits(folder, "train");
  if (digits.width != model.image_width || digits.height != model.image_height) {
    fail(folder.string(), ": the digits are ", digits.width, " x ", digits.height, ", the model's images ",
         model.image_width, " x ", model.image_height);
  }
  const auto count = static_cast<std::int64_t>(digits.count);
  TrainingData data;
  data.pixels = torch::empty(
      {count, 1, static_cast<std::int64_t>(digits.height), static_cast<std::int64_t>(digits.width)}, torch::kUInt8);
  std::copy(digits.pixels.begin(), digits.pixels.end(), data.pixels.data_ptr<std::uint8_t>());
  data.labels = torch::empty({count}, torch::kInt64);
  std::copy(digits.labels.begin(), digits.labels.end(), data.labels.data_ptr<std::int64_t>());
  data.pixels = data.pixels.to(device);
  data.labels = data.labels.to(device);
  return data;
}

}  // namespace latentwalk
