#pragma once

#include <vector>

#include "latentwalk/tensor.hpp"

/// What the digit classifier reads in samples. This header does not include LibTorch.
namespace latentwalk {

/// Which digits the samples show.
struct ClassReading {
  std::vector<double> share;  // of each digit; sums to 1
  double entropy = 0.0;       // of the shares, in nats; ln 10 = 2.303 where all digits are equally frequent
  double confidence = 0.0;    // the classifier's mean probability for the digit that it reads
  int modes = 0;              // digits with a share of at least 2 %
};
/// probabilities (N, classes), N >= 1. Throws Error otherwise.
ClassReading read_classes(const Tensor& probabilities);

/// The inception score (Salimans et al., 2016) with the classifier's probabilities (N, 10): the exponential of the mean
/// divergence of a sample's probabilities from the mean probabilities. From 1 to 10.
double classifier_score(const Tensor& probabilities);

}  // namespace latentwalk
