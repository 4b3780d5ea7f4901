#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "classifier.hpp"
#include "frechet.hpp"
#include "latentwalk/json.hpp"
#include "latentwalk/model.hpp"
#include "native/data/idx.hpp"
#include "neighbours.hpp"

/// What `latentwalk-train evaluate` measures. A metric's name pins its protocol: sample counts, extractor, seed.
namespace latentwalk {

/// The names of the metrics, in the order they are printed.
std::vector<std::string> metric_names();

/// What a metric is, in a few words, and which way is better.
std::string metric_text(const std::string& name);

/// Throws Error on a name that is not one of them, before anything is computed.
void check_metric_names(const std::vector<std::string>& names);

/// Digits as the models see them: (N, height, width) in [0, 1].
Tensor images_of(const Digits& digits, std::size_t count);

/// A cloud of pictures as the metrics see it.
struct Cloud {
  torch::Tensor features;                       // (10000, F), the classifier's
  Tensor probabilities;                         // (10000, 10), the classifier's
  torch::Tensor pixels;                         // (1000, height * width) in [0, 1], of the first thousand
  mutable std::optional<CloudOverlap> overlap;  // four metrics read it; computed by the first
};

/// What metrics compare with, computed once for all.
class Evaluation {
 public:
  /// `train` is for the floor, what ten thousand real digits that are not the test set score, and for the nearest
  /// training digit.
  Evaluation(Classifier classifier, const Digits& train, const Digits& test);

  /// {"fcd10k": {"value": …, "floor": …}, …, "classes10k": {…}}. Conditional models are asked for each digit in turn.
  Json measure(const Model& model, const std::vector<std::string>& metrics) const;

  const Classifier& classifier() const { return classifier_; }
  const Cloud& test() const { return test_; }
  const Moments& test_moments() const { return test_moments_; }
  /// How far `pixels` (N, height * width) are from the nearest of all training digits, on average.
  double distance_to_training(const torch::Tensor& pixels) const;

 private:
  double floor(const std::string& metric) const;

  Classifier classifier_;
  Cloud test_, train_;
  Moments test_moments_;
  torch::Tensor training_pixels_;  // (60000, height * width), bytes
  mutable std::map<std::string, double> floors_;
};

/// Which digits a cloud of samples shows, by the classifier's reading.
struct ClassReading {
  std::vector<double> share;  // of each digit, sums to 1
  double entropy = 0.0;       // of the shares, in nats; ln 10 = 2.303 where all digits are equally frequent
  double confidence = 0.0;    // the classifier's mean probability for its own answer
  int modes = 0;              // digits with a share of at least 2 %
};
ClassReading read_classes(const Tensor& probabilities);

/// The inception score (Salimans et al., 2016) with the classifier's probabilities (N, 10): the exponential of the mean
/// divergence of a sample's probabilities from their mean; 1 to 10.
double classifier_score(const Tensor& probabilities);

}  // namespace latentwalk
