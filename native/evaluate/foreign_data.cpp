#include "evaluate/foreign_data.hpp"

#include <algorithm>
#include <cmath>

#include "latentwalk/error.hpp"

namespace latentwalk {

bool can_read(const Classifier& classifier, const Digits& digits) {
  try {
    classifier(zeros({1, digits.height, digits.width}));
    return true;
  } catch (const Error&) {
    return false;
  }
}

std::optional<std::string> foreign_data_warning(const Classifier& classifier, const Digits& digits,
                                                const std::string& where) {
  constexpr std::size_t kLookedAt = 1000;
  constexpr double kFamiliar = 0.9;  // it reads more than 99 % of MNIST
  const std::size_t count = std::min(kLookedAt, digits.count), size = digits.width * digits.height;
  Tensor images = zeros({count, digits.height, digits.width});
  for (std::size_t i = 0; i < count * size; ++i) images.data()[i] = static_cast<float>(digits.pixels[i]) / 255.0F;
  std::size_t right = 0;
  try {
    const Tensor probabilities = classifier(images).probabilities;
    const std::size_t classes = probabilities.shape(1);
    for (std::size_t n = 0; n < count; ++n) {
      const float* row = probabilities.data() + n * classes;
      right += static_cast<std::size_t>(std::max_element(row, row + classes) - row) == digits.labels[n];
    }
  } catch (const Error&) {
    return where + ": the pictures are " + std::to_string(digits.width) + " x " + std::to_string(digits.height) +
           ", which the digit classifier cannot read";
  }
  const double part = static_cast<double>(right) / static_cast<double>(std::max<std::size_t>(count, 1));
  if (part >= kFamiliar) return std::nullopt;
  return where + ": the digit classifier reads only " + std::to_string(std::lround(100 * part)) +
         " % of these pictures as they are labelled";
}

}  // namespace latentwalk
