#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "data/idx.hpp"
#include "latentwalk/tensor.hpp"

namespace latentwalk::viewer {

/// A folder with test digits (t10k-… or the clone's 1,000 of them): the one given, "data" here or above the program,
/// or the shipped ones.
std::optional<std::filesystem::path> find_test_digits(const std::filesystem::path& given);

/// Up to `limit` digits spread evenly over the set.
Digits load_test_digits(const std::filesystem::path& folder, std::size_t limit);

/// Digit `index` as an image (1, height, width), or all of them, in [0, 1].
Tensor digit_image(const Digits& digits, std::size_t index);
Tensor digit_images(const Digits& digits);

/// The digits that the viewer shows. They are looked for and loaded when they are first asked for.
class TestDigits {
 public:
  /// An empty folder: looked for.
  explicit TestDigits(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Null where there are none; `missing` then says why.
  const Digits* get();
  /// All of them, (N, height, width), or null.
  std::shared_ptr<const Tensor> pictures();
  const std::string& missing() const { return missing_; }

 private:
  void load();

  std::filesystem::path folder_;
  bool asked_ = false;
  std::optional<Digits> digits_;
  std::shared_ptr<const Tensor> pictures_;
  std::string missing_;
};

}  // namespace latentwalk::viewer
