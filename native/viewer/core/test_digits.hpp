#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "data/idx.hpp"
#include "latentwalk/scene.hpp"
#include "latentwalk/spec.hpp"
#include "latentwalk/tensor.hpp"

namespace latentwalk::viewer {

/// The digits that the viewer trains on: those for training where the folder has them, else the test digits, as on the
/// page. An empty folder: looked for. Throws Error where there are none.
Digits load_training_digits(const std::filesystem::path& folder);

/// A digit (1, 28, 28) on a pad of kPadSide: each of its pixels is a square.
Tensor digit_on_pad(const Tensor& digit);

/// The digits that the viewer shows. They are looked for and loaded when they are first asked for.
class TestDigits {
 public:
  /// An empty folder: looked for.
  explicit TestDigits(std::filesystem::path folder) : folder_(std::move(folder)) {}

  const std::filesystem::path& folder() const { return folder_; }
  /// All of them. Null where there are none; `missing` then says why.
  const Digits* get();
  /// Those that a map shows, 2,000 at most, and their pictures (N, height, width). Null where there are none.
  const Digits* map();
  std::shared_ptr<const Tensor> map_pictures();
  /// True if there are digits, of the model's size and of its classes.
  bool fit(const ModelSpec& spec);
  /// The classes that a conditional encoder takes for map_pictures(); empty for another model.
  std::vector<std::int32_t> map_labels(const ModelSpec& spec);
  /// All of them as scenes draw them. Throws Error where there are none.
  RealDigits real();
  const std::string& missing() const { return missing_; }

 private:
  void load();

  std::filesystem::path folder_;
  bool asked_ = false;
  std::optional<Digits> digits_, map_;
  std::shared_ptr<const Tensor> map_pictures_;
  std::string missing_;
};

}  // namespace latentwalk::viewer
