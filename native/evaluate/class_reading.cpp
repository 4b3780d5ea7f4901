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
  // Counts first: sums of 1 / count would end beside 1, and the entropy of a single digit beside 0.
  std::vector<std::size_t> counts(classes, 0);
  ClassReading reading;
  for (std::size_t n = 0; n < count; ++n) {
    const float* row = probabilities.data() + n * classes;
    const float* best = std::max_element(row, row + classes);
    ++counts[static_cast<std::size_t>(best - row)];
    reading.confidence += static_cast<double>(*best);
  }
  reading.confidence /= static_cast<double>(count);
  for (const std::size_t samples : counts) {
    const double share = static_cast<double>(samples) / static_cast<double>(count);
    reading.share.push_back(share);
    if (samples > 0 && samples < count) reading.entropy -= share * std::log(share);
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
  return std::exp(std::max(divergence, 0.0));  // rounding takes equal distributions below 0
}

}  // namespace latentwalk
