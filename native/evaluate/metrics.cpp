#include "metrics.hpp"

#include <algorithm>
#include <cmath>

#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"

namespace latentwalk {
namespace {

constexpr std::size_t kSamples = 10000;
constexpr std::uint64_t kSeed = 10000;  // of the samples that every model is judged by
constexpr double kModeShare = 0.02;

// Samples in parts: ten thousand pictures at once would be 31 MB of pixels and a gigabyte of activations.
constexpr std::size_t kPart = 1000;

Classifier::Output read_samples(const Model& model, const Classifier& classifier) {
  const Tensor latents = sample_latents(model.spec(), kSeed, kSamples);
  const std::size_t dim = latents.shape(1);
  Classifier::Output all;
  for (std::size_t begin = 0; begin < kSamples; begin += kPart) {
    Tensor part = zeros({kPart, dim});
    std::copy_n(latents.data() + begin * dim, kPart * dim, part.data());
    std::vector<std::int32_t> labels;
    if (model.spec().class_count > 0)
      for (std::size_t n = 0; n < kPart; ++n) labels.push_back(static_cast<std::int32_t>(n % model.spec().class_count));
    const Classifier::Output read = classifier(model.decode(part, labels));
    if (begin == 0) all = {zeros({kSamples, read.features.shape(1)}), zeros({kSamples, read.probabilities.shape(1)})};
    std::copy(read.features.begin(), read.features.end(), all.features.data() + begin * read.features.shape(1));
    std::copy(read.probabilities.begin(), read.probabilities.end(),
              all.probabilities.data() + begin * read.probabilities.shape(1));
  }
  return all;
}

}  // namespace

std::vector<std::string> metric_names() { return {"fcd10k", "classes10k"}; }

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
    : classifier_(std::move(classifier)), test_(moments_of(classifier_(images_of(test, kSamples)).features)) {
  floor_ = frechet_distance(moments_of(classifier_(images_of(train, kSamples)).features), test_);
}

Json Evaluation::measure(const Model& model, const std::vector<std::string>& metrics) const {
  check_metric_names(metrics);
  const Classifier::Output samples = read_samples(model, classifier_);
  Json results = Json::object();
  for (const std::string& name : metrics) {
    if (name == "fcd10k") {
      results[name] = {{"value", frechet_distance(moments_of(samples.features), test_)}, {"floor", floor_}};
    } else {
      const ClassReading reading = read_classes(samples.probabilities);
      results[name] = {{"share", reading.share},
                       {"entropy", reading.entropy},
                       {"confidence", reading.confidence},
                       {"modes", reading.modes}};
      if (model.spec().class_count > 0) {
        std::size_t right = 0;
        for (std::size_t n = 0; n < kSamples; ++n) {
          const float* row = samples.probabilities.data() + n * 10;
          const auto read = static_cast<std::size_t>(std::max_element(row, row + 10) - row);
          right += read == n % kPart % model.spec().class_count ? 1 : 0;
        }
        results[name]["asked_digit_read"] = static_cast<double>(right) / kSamples;
      }
    }
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

}  // namespace latentwalk
