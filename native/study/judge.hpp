#pragma once

#include <memory>
#include <vector>

#include "data/idx.hpp"
#include "evaluate/digit_classifier.hpp"
#include "latentwalk/json.hpp"
#include "latentwalk/model.hpp"

namespace latentwalk {

/// Measures pictures against the study's test digits, as many samples as there are test digits. With 10,000 of each the
/// figures are those of `evaluate` (fcd10k, coverage10k, score10k); with fewer they have the same definition but
/// another bias, and can only be compared with one another.
class Judge {
 public:
  Judge(Classifier classifier, const Digits& train, const Digits& test);
  ~Judge();
  Judge(const Judge&) = delete;
  Judge& operator=(const Judge&) = delete;

  /// {"fcd", "coverage", "score", "sharpness", "sharpness_gap"} of samples from the prior; conditional models are asked
  /// for each digit in turn. sharpness: mean edge_steepness; its gap: |sharpness / that of the test digits - 1|.
  Json measure_samples(const Model& model) const;
  /// The same of real training digits in the samples' place: no generator can be expected to do better.
  Json measure_real() const;

  /// A VAE's reconstructions (its decoder's picture of its encoder's mean) of the first thousand test digits:
  /// {"distance": mean Euclidean distance of 784 pixels in [0, 1], "ssim": structural similarity, "read": part that the
  /// classifier reads as the original's digit}.
  Json measure_reconstructions(const Model& model) const;
  /// What reconstructions are held against, for the same digits: {"originals": {…}, "nearest": the nearest of the
  /// training digits, "another": another test digit of the same class}, with the members above where they make sense.
  Json measure_stand_ins() const;

  /// Part of the pictures (N, height, width) that the classifier reads as `labels`.
  double part_read_as(const Tensor& images, const std::vector<std::uint8_t>& labels) const;

  const Classifier& classifier() const;
  /// The first `count` test digits as pictures, and their labels.
  Tensor test_images(std::size_t count) const;
  const std::vector<std::uint8_t>& test_labels() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The structural similarity (Wang et al., 2004) of pictures in [0, 1], both (N, height, width), with windows of 7 x 7
/// pixels of equal weight; the mean over windows and pictures, 1 for equal pictures.
double structural_similarity(const Tensor& a, const Tensor& b);

}  // namespace latentwalk
