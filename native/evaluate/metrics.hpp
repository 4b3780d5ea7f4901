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

/// The metrics of `latentwalk-train evaluate`. The name of a metric stands for one protocol: number of samples,
/// classifier, seed.
namespace latentwalk {

class VaeNetworks;
class TorchNetwork;

/// The first `count` digits as images (count, height, width) in [0, 1]. Throws Error where there are fewer.
Tensor images_of(const Digits& digits, std::size_t count);

/// Pictures, ten thousand or all where the data has fewer, with everything that the metrics use of them.
struct Cloud {
  torch::Tensor features;                       // (N, F), the classifier's; undefined without one
  Tensor probabilities;                         // (N, classes), the classifier's
  torch::Tensor pixels;                         // (N, height * width) in [0, 1]
  std::int64_t width = 0;                       // of a picture, in pixels
  mutable std::optional<CloudOverlap> overlap;  // four metrics use it; the first one computes it
};

/// Decodes ten thousand latents (10000, latent_dim) and classifies the pictures. labels (10000): class labels; empty
/// for a model without classes. Without a classifier the pictures are only decoded.
Cloud look_at_latents(const Classifier* classifier, const Model& model, const Tensor& latents,
                      const std::vector<std::int32_t>& labels);

/// Real digits. They are bytes, because the training digits as floats would take 188 MB.
struct RealDigits {
  torch::Tensor pixels;  // (N, height * width), bytes
  torch::Tensor labels;  // (N), 64-bit integers
  /// (N, height * width) in [0, 1]
  torch::Tensor images() const { return pixels.to(torch::kFloat32) / 255.0; }
};

/// A model to measure, with the networks that only some metrics use.
struct Subject {
  const Model& model;
  const VaeNetworks* vae = nullptr;          // for the metrics of VAEs
  const TorchNetwork* recogniser = nullptr;  // the discriminator of an InfoGAN, which model files do not hold
};

/// Measures models against real digits. Computes what depends on the real digits once.
class Evaluation {
 public:
  /// The floor of a metric is its value for ten thousand digits of `train`, or all where it has fewer. The distance to
  /// the nearest training digit uses `train` too. Without a classifier only metrics that do not read can be measured.
  /// Throws Error where a set has fewer than 100 digits.
  Evaluation(std::optional<Classifier> classifier, const Digits& train, const Digits& test);

  /// {"fcd10k": {"value": …, "floor": …}, …, "classes10k": {…}}. Conditional models draw the classes in turn. Throws
  /// Error on a metric that does not apply to the model.
  Json measure(const Subject& subject, const std::vector<std::string>& metrics) const;

  /// {"value": …, "floor": …} of a metric of samples, for any ten thousand pictures.
  Json compare(const std::string& metric, const Cloud& cloud) const;

  /// Null where there is none.
  const Classifier* classifier() const { return classifier_ ? &*classifier_ : nullptr; }
  const Cloud& test() const { return test_; }
  const Moments& test_moments() const { return test_moments_; }
  const RealDigits& training_digits() const { return training_digits_; }
  const RealDigits& test_digits() const { return test_digits_; }
  /// The mean Euclidean distance of `pixels` (N, height * width) to the nearest training digit.
  double distance_to_training(const torch::Tensor& pixels) const;

 private:
  std::optional<Classifier> classifier_;
  Cloud test_, train_;
  Moments test_moments_;
  RealDigits training_digits_, test_digits_;
  mutable std::map<std::string, double> floors_;
  mutable std::optional<double> parzen_floor_;
};

}  // namespace latentwalk
