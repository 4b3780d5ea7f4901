#include "evaluate/class_reading.hpp"

#include <algorithm>
#include <cmath>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

constexpr double kModeShare = 0.02;  // a digit with a smaller share counts as missing

}  // namespace

ClassReading read_classes(const Tensor& probabilities) {
  if (probabilities.dimension() != 2 || probabilities.size() == 0) fail("read_classes: no samples");
  const std::size_t count = probabilities.shape(0), classes = probabilities.shape(1);
  ClassReading reading;
  reading.share.assign(classes, 0.0);
  for (std::size_t n = 0; n < count; ++n) {
    const float* row = probabilities.data() + n * classes;
    const float* best = std::max_element(row, row + classes);
    reading.share[static_cast<std::size_t>(best - row)] += 1.0 / static_cast<double>(count);
    reading.confidence += static_cast<double>(*best) / static_cast<double>(count);
  }
  for (const double share : reading.share) {
    if (share > 0) reading.entropy -= share * std::log(share);
    if (share >= kModeShare) ++reading.modes;
  }
  return reading;
}

double classifier_score(const Tensor& probabilities) {
  const std::size_t count = probabilities.shape(0), classes = probabilities.shape(1);
  std::vector<double> mean(classes, 0.0);
  for (std::size_t n = 0; n < count; ++n)
    for (std::size_t c = 0; c < classes; ++c) mean[c] += probabilities(n, c) / static_cast<double>(count);
  double divergence = 0.0;
  for (std::size_t n = 0; n < count; ++n) {
    for (std::size_t c = 0; c < classes; ++c) {
      const double p = probabilities(n, c);
      if (p > 0) divergence += p * std::log(p / mean[c]) / static_cast<double>(count);
    }
  }
  return std::exp(divergence);
}

}  // namespace latentwalk
