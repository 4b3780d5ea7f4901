#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "latentwalk/spec.hpp"

namespace latentwalk {

/// Labelled greyscale pictures: pixels (count, height, width), row-major, from 0 (paper) to 255 (ink); labels (count).
struct Digits {
  std::size_t count = 0, width = 0, height = 0;  ///< The number of pictures, and their sizes in pixels.
  std::vector<std::uint8_t> pixels, labels;      ///< One byte for each pixel; one label for each picture.
  /// Bits a pixel: 1, 2, 4 or 8. With fewer than 8, ink is 2^depth - 1, the first pixel is in a byte's highest bits,
  /// and each picture begins with a new byte. Only Learner takes fewer than 8.
  unsigned depth = 8;
};

/// Throws Error where a label is not one of the classes. `where` starts the message.
void check_labels(const Digits& digits, std::size_t class_count, const std::string& where);

/// Throws Error where the pictures have another size than the model's images, or a label is not one of its classes.
void check_digits(const Digits& digits, const ModelSpec& model, const std::string& where);

}  // namespace latentwalk
