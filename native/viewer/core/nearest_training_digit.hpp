#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "latentwalk/tensor.hpp"
#include "viewer/core/render_worker.hpp"

namespace latentwalk::viewer {

/// The training digits in black and white, one bit a pixel, as the page has them: ink from half on.
struct TrainingBits {
  std::vector<std::uint8_t> bits;
  std::vector<std::uint8_t> labels;
  std::size_t width = 0, height = 0;

  std::size_t count() const { return labels.size(); }
  /// Digit `index`, (1, height, width) of 0 and 1.
  Tensor picture(std::size_t index) const;
};

/// What lies nearest to a digit among the training digits.
struct NearestTraining {
  std::size_t index = 0;
  int label = 0;
  double distance = 0.0;  // squared differences, summed over the pixels
  std::size_t count = 0;  // of training digits
};

/// Finds the training digit that is nearest to a picture (1, height, width): answer.images is that digit, and
/// answer.nearest says which. The digits are read from `folder` (empty: looked for) and kept in `bits`. Fails where
/// there are none.
std::unique_ptr<Job> nearest_job(std::filesystem::path folder,
                                 std::shared_ptr<std::shared_ptr<const TrainingBits>> bits, Tensor picture);

}  // namespace latentwalk::viewer
