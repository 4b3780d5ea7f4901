#include "metrics.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "kernel_distance.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"

namespace latentwalk {
namespace {

constexpr std::size_t kSamples = 10000, kPixelSamples = 1000;
constexpr std::uint64_t kSeed = 10000;  // of the samples that every model is judged by
constexpr double kModeShare = 0.02;
constexpr std::int64_t kNeighbours = 5;  // as Naeem et al.

// Samples in parts: ten thousand pictures at once would be 31 MB of pixels and a gigabyte of activations.
constexpr std::size_t kPart = 1000;

struct Metric {
  const char* name;
  const char* text;
  double (*value)(const Cloud& samples, const Evaluation& evaluation);
};

const CloudOverlap& overlap(const Cloud& samples, const Evaluation& evaluation) {
  if (!samples.overlap) samples.overlap = cloud_overlap(evaluation.test().features, samples.features, kNeighbours);
  return *samples.overlap;
}

constexpr const char* kClasses = "classes10k";

constexpr Metric kMetrics[] = {
    {"fcd10k", "Fréchet classifier distance, lower is better",
     [](const Cloud& samples, const Evaluation& evaluation) {
       return frechet_distance(moments_of(samples.features), evaluation.test_moments());
     }},
    {"kcd10k", "kernel classifier distance, lower is better",
     [](const Cloud& samples, const Evaluation& evaluation) {
       return kernel_distance(samples.features, evaluation.test().features);
     }},
    {"precision10k", "samples among the real digits, higher is better",
     [](const Cloud& samples, const Evaluation& evaluation) { return overlap(samples, evaluation).precision; }},
    {"recall10k", "real digits among the samples, higher is better",
     [](const Cloud& samples, const Evaluation& evaluation) { return overlap(samples, evaluation).recall; }},
    {"density10k", "how densely the samples lie among the real digits, higher is better",
     [](const Cloud& samples, const Evaluation& evaluation) { return overlap(samples, evaluation).density; }},
    {"coverage10k", "real digits that have a sample near them, higher is better",
     [](const Cloud& samples, const Evaluation& evaluation) { return overlap(samples, evaluation).coverage; }},
    {"score10k", "classifier score, 1 to 10, higher is better",
     [](const Cloud& samples, const Evaluation&) { return classifier_score(samples.probabilities); }},
    {"nearest1k", "distance to the nearest training digit; far below that of test digits means copying",
     [](const Cloud& samples, const Evaluation& evaluation) {
       return evaluation.distance_to_training(samples.pixels);
     }},
};

torch::Tensor rows(const Tensor& values) {
  const auto count = static_cast<std::int64_t>(values.shape(0));
  return torch::from_blob(const_cast<float*>(values.data()), {count, static_cast<std::int64_t>(values.size()) / count},
                          torch::kFloat32)
      .clone();
}

/// `images(first)`: the pictures from `first` on, kPart of them.
template <class Images>
Cloud look_at(const Classifier& classifier, const Images& images) {
  Cloud cloud;
  std::vector<torch::Tensor> features;
  for (std::size_t first = 0; first < kSamples; first += kPart) {
    const Tensor part = images(first);
    if (first == 0) cloud.pixels = rows(part);
    const Classifier::Output read = classifier(part);
    features.push_back(rows(read.features));
    if (first == 0) cloud.probabilities = zeros({kSamples, read.probabilities.shape(1)});
    std::copy(read.probabilities.begin(), read.probabilities.end(),
              cloud.probabilities.data() + first * read.probabilities.shape(1));
  }
  cloud.features = torch::cat(features);
  static_assert(kPart == kPixelSamples);
  return cloud;
}

Cloud look_at_samples(const Classifier& classifier, const Model& model) {
  const Tensor latents = sample_latents(model.spec(), kSeed, kSamples);
  const std::size_t dim = latents.shape(1);
  return look_at(classifier, [&](std::size_t first) {
    Tensor part = zeros({kPart, dim});
    std::copy_n(latents.data() + first * dim, kPart * dim, part.data());
    std::vector<std::int32_t> labels;
    if (model.spec().class_count > 0)
      for (std::size_t n = 0; n < kPart; ++n) labels.push_back(static_cast<std::int32_t>(n % model.spec().class_count));
    return model.decode(part, labels);
  });
}

Cloud look_at_digits(const Classifier& classifier, const Digits& digits) {
  const Tensor images = images_of(digits, kSamples);
  const std::size_t size = digits.height * digits.width;
  return look_at(classifier, [&](std::size_t first) {
    Tensor part = zeros({kPart, digits.height, digits.width});
    std::copy_n(images.data() + first * size, kPart * size, part.data());
    return part;
  });
}

Json class_report(const Cloud& samples, std::size_t class_count) {
  const ClassReading reading = read_classes(samples.probabilities);
  Json report{{"share", reading.share},
              {"entropy", reading.entropy},
              {"confidence", reading.confidence},
              {"modes", reading.modes}};
  if (class_count == 0) return report;
  std::size_t right = 0;
  for (std::size_t n = 0; n < kSamples; ++n) {
    const float* row = samples.probabilities.data() + n * 10;
    const auto read = static_cast<std::size_t>(std::max_element(row, row + 10) - row);
    right += read == n % kPart % class_count ? 1 : 0;
  }
  report["asked_digit_read"] = static_cast<double>(right) / kSamples;
  return report;
}

const Metric* find_metric(const std::string& name) {
  const auto found =
      std::find_if(std::begin(kMetrics), std::end(kMetrics), [&](const Metric& metric) { return name == metric.name; });
  return found == std::end(kMetrics) ? nullptr : found;
}

}  // namespace

std::vector<std::string> metric_names() {
  std::vector<std::string> names;
  for (const Metric& metric : kMetrics) names.push_back(metric.name);
  names.push_back(kClasses);
  return names;
}

std::string metric_text(const std::string& name) {
  const Metric* metric = find_metric(name);
  return metric != nullptr ? metric->text : "digits with at least 2 % of the samples";
}

void check_metric_names(const std::vector<std::string>& names) {
  const std::vector<std::string> known = metric_names();
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    std::string list;
    for (const std::string& one : known) list += (list.empty() ? "" : ", ") + one;
    fail("unknown metric \"", name, "\"; known metrics: ", list);
  }
}

Tensor images_of(const Digits& digits, std::size_t count) {
  if (digits.count < count) fail("the metrics need ", count, " digits, the data has ", digits.count);
  Tensor images = zeros({count, digits.height, digits.width});
  std::transform(digits.pixels.begin(), digits.pixels.begin() + static_cast<std::ptrdiff_t>(images.size()),
                 images.data(), [](std::uint8_t pixel) { return static_cast<float>(pixel) / 255.0F; });
  return images;
}

Evaluation::Evaluation(Classifier classifier, const Digits& train, const Digits& test)
    : classifier_(std::move(classifier)),
      test_(look_at_digits(classifier_, test)),
      train_(look_at_digits(classifier_, train)),
      test_moments_(moments_of(test_.features)),
      training_pixels_(
          torch::empty({static_cast<std::int64_t>(train.count), static_cast<std::int64_t>(train.height * train.width)},
                       torch::kUInt8)) {
  std::copy(train.pixels.begin(), train.pixels.end(), training_pixels_.data_ptr<std::uint8_t>());
}

double Evaluation::distance_to_training(const torch::Tensor& pixels) const {
  constexpr std::int64_t kDigits = 10000;  // at once: as floats they take 31 MB
  torch::Tensor best = torch::full({pixels.size(0)}, std::numeric_limits<float>::infinity());
  for (std::int64_t first = 0; first < training_pixels_.size(0); first += kDigits) {
    const torch::Tensor part = training_pixels_.narrow(0, first, std::min(kDigits, training_pixels_.size(0) - first));
    best = torch::minimum(best, nearest_distances(pixels, part.to(torch::kFloat32) / 255.0));
  }
  return best.mean().item<double>();
}

/// A training digit is at no distance from itself, so there the test digits are what to compare with.
double Evaluation::floor(const std::string& metric) const {
  const auto found = floors_.find(metric);
  if (found != floors_.end()) return found->second;
  return floors_[metric] = find_metric(metric)->value(metric == "nearest1k" ? test_ : train_, *this);
}

Json Evaluation::measure(const Model& model, const std::vector<std::string>& metrics) const {
  check_metric_names(metrics);
  const Cloud samples = look_at_samples(classifier_, model);
  Json results = Json::object();
  for (const std::string& name : metrics) {
    results[name] = name == kClasses
                        ? class_report(samples, model.spec().class_count)
                        : Json{{"value", find_metric(name)->value(samples, *this)}, {"floor", floor(name)}};
  }
  return results;
}

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
