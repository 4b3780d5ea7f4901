#include "evaluate/metrics.hpp"

#include <algorithm>
#include <limits>

#include "evaluate/class_reading.hpp"
#include "evaluate/code_metric.hpp"
#include "evaluate/kernel_distance.hpp"
#include "evaluate/parzen.hpp"
#include "evaluate/sharpness.hpp"
#include "evaluate/vae_metrics.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/parallel.hpp"
#include "trainer/networks/tensor_bridge.hpp"

namespace latentwalk {
namespace {

constexpr std::int64_t kSamples = 10000, kPixelSamples = 1000;
constexpr std::uint64_t kSampleSeed = 10000;  // of the samples that the metrics use
constexpr std::int64_t kNeighbours = 5;       // as in Naeem et al. (2020)

// The activations of ten thousand pictures at once would take a gigabyte.
constexpr std::size_t kPicturesAtOnce = 1000;

using SampleMetric = double (*)(const Cloud& samples, const Evaluation& evaluation);

const CloudOverlap& overlap(const Cloud& samples, const Evaluation& evaluation) {
  if (!samples.overlap) samples.overlap = cloud_overlap(evaluation.test().features, samples.features, kNeighbours);
  return *samples.overlap;
}

/// The metrics of samples that are one number, by name.
const std::map<std::string, SampleMetric>& sample_metrics() {
  static const std::map<std::string, SampleMetric> metrics{
      {"fcd10k",
       [](const Cloud& samples, const Evaluation& evaluation) {
         return frechet_distance(moments_of(samples.features), evaluation.test_moments());
       }},
      {"kcd10k",
       [](const Cloud& samples, const Evaluation& evaluation) {
         return kernel_distance(samples.features, evaluation.test().features);
       }},
      {"precision10k",
       [](const Cloud& samples, const Evaluation& evaluation) { return overlap(samples, evaluation).precision; }},
      {"recall10k",
       [](const Cloud& samples, const Evaluation& evaluation) { return overlap(samples, evaluation).recall; }},
      {"density10k",
       [](const Cloud& samples, const Evaluation& evaluation) { return overlap(samples, evaluation).density; }},
      {"coverage10k",
       [](const Cloud& samples, const Evaluation& evaluation) { return overlap(samples, evaluation).coverage; }},
      {"score10k", [](const Cloud& samples, const Evaluation&) { return classifier_score(samples.probabilities); }},
      {"nearest1k",
       [](const Cloud& samples, const Evaluation& evaluation) {
         return evaluation.distance_to_training(
             samples.pixels.narrow(0, 0, std::min(kPixelSamples, samples.pixels.size(0))));
       }},
      {"sharpness10k", [](const Cloud& samples, const Evaluation&) {
         return edge_steepness(samples.pixels.reshape({samples.pixels.size(0), -1, samples.width}))
             .mean()
             .item<double>();
       }}};
  return metrics;
}

torch::Tensor rows(const Tensor& values) {
  return torch_tensor(values).reshape({static_cast<std::int64_t>(values.shape(0)), -1});
}

/// `images(first, part)` returns `part` pictures, from number `first` on.
template <class Images>
Cloud look_at(const Classifier* classifier, std::size_t count, const Images& images) {
  Cloud cloud;
  std::vector<torch::Tensor> features, pixels;
  for (std::size_t first = 0; first < count; first += kPicturesAtOnce) {
    const Tensor part = images(first, std::min(kPicturesAtOnce, count - first));
    pixels.push_back(rows(part));
    cloud.width = static_cast<std::int64_t>(part.shape(2));
    if (classifier == nullptr) continue;
    const Classifier::Output read = (*classifier)(part);
    features.push_back(rows(read.features));
    if (first == 0) cloud.probabilities = zeros({count, read.probabilities.shape(1)});
    std::copy(read.probabilities.begin(), read.probabilities.end(),
              cloud.probabilities.data() + first * read.probabilities.shape(1));
  }
  if (!features.empty()) cloud.features = torch::cat(features);
  cloud.pixels = torch::cat(pixels);
  return cloud;
}

Cloud look_at_digits(const Classifier* classifier, const Digits& digits) {
  constexpr std::size_t kFewest = 100;
  if (digits.count < kFewest)
    fail("the metrics need at least ", kFewest, " test pictures and training pictures, the data has ", digits.count);
  const std::size_t all = std::min<std::size_t>(kSamples, digits.count);
  const Tensor images = images_of(digits, all);
  const std::size_t size = digits.height * digits.width;
  return look_at(classifier, all, [&](std::size_t first, std::size_t count) {
    Tensor part = zeros({count, digits.height, digits.width});
    std::copy_n(images.data() + first * size, count * size, part.data());
    return part;
  });
}

RealDigits real_digits(const Digits& digits) {
  const auto count = static_cast<std::int64_t>(digits.count);
  RealDigits real{torch::empty({count, static_cast<std::int64_t>(digits.height * digits.width)}, torch::kUInt8),
                  torch::empty({count}, torch::kInt64)};
  std::copy(digits.pixels.begin(), digits.pixels.end(), real.pixels.data_ptr<std::uint8_t>());
  std::copy(digits.labels.begin(), digits.labels.end(), real.labels.data_ptr<std::int64_t>());
  return real;
}

Json class_report(const Cloud& samples, const std::vector<std::int32_t>& asked) {
  const ClassReading reading = read_classes(samples.probabilities);
  Json report{{"share", reading.share},
              {"entropy", reading.entropy},
              {"confidence", reading.confidence},
              {"modes", reading.modes}};
  if (asked.empty()) return report;
  std::size_t right = 0;
  const std::size_t classes = samples.probabilities.shape(1);
  for (std::size_t n = 0; n < kSamples; ++n) {
    const float* row = samples.probabilities.data() + n * classes;
    right += std::max_element(row, row + classes) - row == asked[n] ? 1 : 0;
  }
  report["asked_digit_read"] = static_cast<double>(right) / kSamples;
  return report;
}

/// As in Goodfellow et al. (2014). The width is chosen on the first thousand of the last ten thousand training digits.
Json parzen_report(const Cloud& samples, const Evaluation& evaluation) {
  if (evaluation.training_digits().pixels.size(0) < kSamples)
    fail("the metric parzen10k needs ", kSamples, " training digits, the data has ",
         evaluation.training_digits().pixels.size(0));
  const torch::Tensor validation =
      evaluation.training_digits().pixels.narrow(0, evaluation.training_digits().pixels.size(0) - kSamples, 1000);
  const ParzenEstimate found =
      parzen_estimate(samples.pixels, validation.to(torch::kFloat32) / 255.0, evaluation.test().pixels);
  return {{"value", found.log_likelihood}, {"standard_error", found.standard_error}, {"sigma", found.sigma}};
}

}  // namespace

Tensor images_of(const Digits& digits, std::size_t count) {
  if (digits.count < count) fail("the metrics need ", count, " digits, the data has ", digits.count);
  Tensor images = zeros({count, digits.height, digits.width});
  std::transform(digits.pixels.begin(), digits.pixels.begin() + static_cast<std::ptrdiff_t>(images.size()),
                 images.data(), [](std::uint8_t pixel) { return static_cast<float>(pixel) / 255.0F; });
  return images;
}

Cloud look_at_latents(const Classifier* classifier, const Model& model, const Tensor& latents,
                      const std::vector<std::int32_t>& labels) {
  const std::size_t dim = latents.shape(1);
  return look_at(classifier, latents.shape(0), [&](std::size_t first, std::size_t count) {
    Tensor part = zeros({count, dim});
    std::copy_n(latents.data() + first * dim, count * dim, part.data());
    const std::span<const std::int32_t> all(labels);
    return model.decode(part, labels.empty() ? all : all.subspan(first, count), available_threads());
  });
}

Evaluation::Evaluation(std::optional<Classifier> classifier, const Digits& train, const Digits& test)
    : classifier_(std::move(classifier)),
      test_(look_at_digits(this->classifier(), test)),
      train_(look_at_digits(this->classifier(), train)),
      test_moments_(classifier_ ? moments_of(test_.features) : Moments{}),
      training_digits_(real_digits(train)),
      test_digits_(real_digits(test)) {}

double Evaluation::distance_to_training(const torch::Tensor& pixels) const {
  constexpr std::int64_t kDigitsAtOnce = 10000;  // as floats they take 31 MB
  torch::Tensor best = torch::full({pixels.size(0)}, std::numeric_limits<float>::infinity());
  const torch::Tensor& all = training_digits_.pixels;
  for (std::int64_t first = 0; first < all.size(0); first += kDigitsAtOnce) {
    const torch::Tensor part = all.narrow(0, first, std::min(kDigitsAtOnce, all.size(0) - first));
    best = torch::minimum(best, nearest_distances(pixels, part.to(torch::kFloat32) / 255.0));
  }
  return best.mean().item<double>();
}

Json Evaluation::compare(const std::string& metric, const Cloud& cloud) const {
  const SampleMetric value = sample_metrics().at(metric);
  // The distance of a training digit to itself is 0, so the floor of nearest1k uses the test digits.
  if (!floors_.contains(metric)) floors_[metric] = value(metric == "nearest1k" ? test_ : train_, *this);
  return {{"value", value(cloud, *this)}, {"floor", floors_[metric]}};
}

Json Evaluation::measure(const Subject& subject, const std::vector<std::string>& metrics) const {
  check_metric_names(metrics);
  const Model& model = subject.model;
  const std::vector<std::int32_t> labels = labels_in_turn(model.spec(), kSamples);
  std::map<Prior, Cloud> drawn;
  const auto samples = [&](Prior prior) -> const Cloud& {
    if (!drawn.contains(prior))
      drawn[prior] = look_at_latents(this->classifier(), model,
                                     model.sample_latents(kSampleSeed, kSamples, prior, labels), labels);
    return drawn[prior];
  };
  std::optional<VaeMetrics> vae;
  if (subject.vae != nullptr) vae.emplace(model, *subject.vae, *this);
  Json results = Json::object();
  for (const std::string& name : metrics) {
    const MetricInfo& metric = metric_info(name);
    if (!applies(metric, model.spec(), model.fitted_prior() != nullptr))
      fail("the metric ", name, " does not apply to the model \"", model.spec().name, "\"");
    if (metric.reads && !classifier_) fail("the metric ", name, " needs a classifier that reads these pictures");
    if (metric.scope == MetricScope::code && classifier_->class_count() != 10)
      fail("the metric ", name, " needs a classifier of the ten digits, this one has ", classifier_->class_count(),
           " classes");
    if (metric.scope == MetricScope::vae && !vae) fail("the metric ", name, " needs the networks of the model");
    const bool fitted = metric.scope == MetricScope::fitted;
    const std::string base = fitted ? name.substr(0, name.find('_')) : name;
    const Prior prior = fitted ? Prior::fitted : Prior::standard;
    if (metric.scope == MetricScope::vae) {
      results[name] = vae->measure(name);
    } else if (metric.scope == MetricScope::code) {
      results[name] = measure_code(subject, *this);
    } else if (base == "classes10k") {
      results[name] = class_report(samples(prior), labels);
    } else if (name == "parzen10k") {
      results[name] = parzen_report(samples(prior), *this);
      if (!parzen_floor_) parzen_floor_ = parzen_report(train_, *this)["value"].get<double>();
      results[name]["floor"] = *parzen_floor_;
    } else {
      results[name] = compare(base, samples(prior));
    }
  }
  return results;
}

}  // namespace latentwalk
