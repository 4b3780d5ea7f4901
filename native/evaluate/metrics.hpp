#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "data/idx.hpp"
#include "evaluate/digit_classifier.hpp"
#include "evaluate/frechet.hpp"
#include "evaluate/metric_list.hpp"
#include "evaluate/neighbours.hpp"
#include "latentwalk/json.hpp"
#include "latentwalk/model.hpp"

/// What `latentwalk-train evaluate` measures. A metric's name pins its protocol: sample counts, extractor, seed.
namespace latentwalk {

class VaeNetworks;
class TorchNetwork;

/// Digits as the models see them: (N, height, width) in [0, 1].
Tensor images_of(const Digits& digits, std::size_t count);

/// A cloud of pictures as the metrics see it.
struct Cloud {
  torch::Tensor features;                       // (10000, F), the classifier's
  Tensor probabilities;                         // (10000, 10), the classifier's
  torch::Tensor pixels;                         // (10000, height * width) in [0, 1]
  std::int64_t width = 0;                       // of a picture
  mutable std::optional<CloudOverlap> overlap;  // four metrics read it; computed by the first
};

/// What is drawn from ten thousand latents (10000, latent_dim).
Cloud look_at_latents(const Classifier& classifier, const Model& model, const Tensor& latents,
                      const std::vector<std::int32_t>& labels);

/// Real digits, as bytes: as floats the training digits would take 188 MB.
struct RealDigits {
  torch::Tensor pixels;  // (N, height * width), bytes
  torch::Tensor labels;  // (N), integers
  torch::Tensor images() const { return pixels.to(torch::kFloat32) / 255.0; }
};

/// A model to be measured, with what only some metrics look at.
struct Subject {
  const Model& model;
  const VaeNetworks* vae = nullptr;          // for the metrics of VAEs
  const TorchNetwork* recogniser = nullptr;  // an InfoGAN's discriminator, which model files do not have
};

/// What metrics compare with, computed once for all.
class Evaluation {
 public:
  /// `train` is for the floor, what ten thousand real digits that are not the test set score, for the nearest training
  /// digit, and for what is fitted to codes.
  Evaluation(Classifier classifier, const Digits& train, const Digits& test);

  /// {"fcd10k": {"value": …, "floor": …}, …, "classes10k": {…}} of metrics that apply to the model (metrics_for).
  /// Conditional models are asked for each digit in turn.
  Json measure(const Subject& subject, const std::vector<std::string>& metrics) const;

  /// {"value": …, "floor": …} of a metric of samples, for any ten thousand pictures.
  Json compare(const std::string& metric, const Cloud& cloud) const;

  const Classifier& classifier() const { return classifier_; }
  const Cloud& test() const { return test_; }
  const Moments& test_moments() const { return test_moments_; }
  const RealDigits& training_digits() const { return training_digits_; }
  const RealDigits& test_digits() const { return test_digits_; }
  /// How far `pixels` (N, height * width) are from the nearest of all training digits, on average.
  double distance_to_training(const torch::Tensor& pixels) const;

 private:
  Classifier classifier_;
  Cloud test_, train_;
  Moments test_moments_;
  RealDigits training_digits_, test_digits_;
  mutable std::map<std::string, double> floors_;
  mutable std::optional<double> parzen_floor_;
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
