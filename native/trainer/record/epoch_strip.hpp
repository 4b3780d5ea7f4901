#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "latentwalk/json.hpp"
#include "latentwalk/tensor.hpp"
#include "support/epoch_list.hpp"

namespace latentwalk {

/// The images of a few fixed latents after each epoch, for a slider through the training: epochs.json, and a picture
/// with one row for each epoch. It has at most 64 rows. When there are more, it keeps only every second epoch, later
/// every fourth and so on, and always the first and the newest.
class EpochStrip {
 public:
  static constexpr std::size_t kMaxRows = kMaxEpochRows;

  /// Continues the strip in `folder` after `last_epoch`. Starts a new one where it is damaged or has another shape.
  EpochStrip(std::filesystem::path folder, std::int64_t last_epoch, std::size_t columns, std::size_t width,
             std::size_t height);

  /// Why the strip in the folder was not continued, or empty.
  const std::string& problem() const { return problem_; }

  /// images (columns, height, width) in [0, 1], 1 = ink. Writes both files so that epochs.json and its picture are
  /// complete at every moment. `facts`: other members of epochs.json. Throws Error on images of another shape.
  void add(std::int64_t epoch, const Tensor& images, const Json& facts);

  std::vector<std::int64_t> epochs() const;

 private:
  struct Row {
    std::int64_t epoch = 0;
    std::vector<std::uint8_t> pixels;  // 0 black
  };
  void take_up(std::int64_t last_epoch);
  void thin();

  std::filesystem::path folder_;
  std::size_t columns_, width_, height_;
  std::int64_t every_ = 1;
  std::vector<Row> rows_;
  std::string problem_;
};

}  // namespace latentwalk
