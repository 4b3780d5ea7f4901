#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "classifier.hpp"
#include "frechet.hpp"
#include "latentwalk/json.hpp"
#include "latentwalk/model.hpp"
#include "native/data/idx.hpp"

/// What `latentwalk-train evaluate` measures. A metric's name pins its protocol: sample counts, extractor, seed.
namespace latentwalk {

/// The names of the metrics, in the order they are printed.
std::vector<std::string> metric_names();

/// Throws Error on a name that is not one of them, before anything is computed.
void check_metric_names(const std::vector<std::string>& names);

/// Digits as the models see them: (N, height, width) in [0, 1].
Tensor images_of(const Digits& digits, std::size_t count);

/// What a metric looks at, computed once for all.
class Evaluation {
 public:
  /// `train` is for the floor: what ten thousand real digits that are not the test set score.
  Evaluation(Classifier classifier, const Digits& train, const Digits& test);

  /// {"fcd10k": {"value": …, "floor": …}, "classes10k": {…}}. Conditional models are asked for each digit in turn.
  Json measure(const Model& model, const std::vector<std::string>& metrics) const;

  const Classifier& classifier() const { return classifier_; }

 private:
  Classifier classifier_;
  Moments test_;
  double floor_ = 0.0;
};

/// Which digits a cloud of samples shows, by the classifier's reading.
struct ClassReading {
  std::vector<double> share;  // of each digit, sums to 1
  double entropy = 0.0;       // of the shares, in nats; ln 10 = 2.303 where all digits are equally frequent
  double confidence = 0.0;    // the classifier's mean probability for its own answer
  int modes = 0;              // digits with a share of at least 2 %
};
ClassReading read_classes(const Tensor& probabilities);

}  // namespace latentwalk
