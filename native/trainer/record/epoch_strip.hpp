#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "latentwalk/json.hpp"
#include "latentwalk/tensor.hpp"

namespace latentwalk {

/// The same few latents after one epoch after another, for a slider through training: epochs.json, and the picture it
/// names, one row an epoch, the digits edge to edge. It stays small: past 64 rows every second epoch goes, then every
/// second of those, but never the first nor the newest.
class EpochStrip {
 public:
  static constexpr std::size_t kMaxRows = 64;

  /// Takes up what is in `folder` up to `last_epoch`; what is damaged or of another shape is begun anew.
  EpochStrip(std::filesystem::path folder, std::int64_t last_epoch, std::size_t columns, std::size_t width,
             std::size_t height);

  /// images (columns, height, width) in [0, 1], 1 = ink. Writes both files; a reader of epochs.json finds it and its
  /// picture whole at every moment. `facts` are members of epochs.json besides.
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
};

}  // namespace latentwalk
