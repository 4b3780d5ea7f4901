#include "trainer/loop/training_data.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "data/digest.hpp"
#include "data/idx.hpp"
#include "data/transposed.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {

namespace {

/// "1000 of 28 x 28, SHA-256 0123456789abcdef", of sizes, pixels and labels.
std::string identity_of(const Digits& digits) {
  const std::string size = std::to_string(digits.width) + " x " + std::to_string(digits.height);
  std::vector<std::uint8_t> bytes(size.begin(), size.end());
  bytes.insert(bytes.end(), digits.pixels.begin(), digits.pixels.end());
  bytes.insert(bytes.end(), digits.labels.begin(), digits.labels.end());
  return std::to_string(digits.count) + " of " + size + ", SHA-256 " + sha256(bytes).substr(0, 16);
}

std::string identity_of_test_digits(const std::filesystem::path& folder, const ModelSpec& model) {
  if (!find_idx(folder, "t10k-images-idx3-ubyte") && !find_idx(folder, "t10k-labels-idx1-ubyte")) return "none";
  const Digits digits = load_digits(folder, "t10k");
  check_digits(digits, model, folder.string() + ": t10k");
  return identity_of(digits);
}

}  // namespace

TrainingData load_training_data(const std::filesystem::path& folder, const ModelSpec& model, torch::Device device) {
  const Digits digits = load_digits(folder, "train");
  check_digits(digits, model, folder.string());
  const auto count = static_cast<std::int64_t>(digits.count);
  TrainingData data;
  data.pixels = torch::empty(
      {count, 1, static_cast<std::int64_t>(digits.height), static_cast<std::int64_t>(digits.width)}, torch::kUInt8);
  std::copy(digits.pixels.begin(), digits.pixels.end(), data.pixels.data_ptr<std::uint8_t>());
  data.labels = torch::empty({count}, torch::kInt64);
  std::copy(digits.labels.begin(), digits.labels.end(), data.labels.data_ptr<std::int64_t>());
  data.pixels = data.pixels.to(device);
  data.labels = data.labels.to(device);
  data.identity = {{"train", identity_of(digits)}, {"t10k", identity_of_test_digits(folder, model)}};
  if (looks_transposed(digits))
    data.warning = folder.string() +
                   ": the pictures are wider than high, as if rows and columns were swapped, as in EMNIST's files: "
                   "latentwalk-train data --transpose " +
                   folder.string() + " --out FOLDER swaps them";
  return data;
}

}  // namespace latentwalk
