#include "study/judge.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

#include "evaluate/class_reading.hpp"
#include "evaluate/frechet.hpp"
#include "evaluate/metrics.hpp"
#include "evaluate/neighbours.hpp"
#include "evaluate/sharpness.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"
#include "trainer/networks/tensor_bridge.hpp"

namespace latentwalk {

/// What the classifier and the sharpness say of pictures.
struct Sight {
  torch::Tensor features;  // (N, F)
  Tensor probabilities;    // (N, 10)
  double sharpness = 0.0;
};

namespace {

constexpr std::uint64_t kSeed = 10000;  // as evaluate's
constexpr std::size_t kPart = 1000, kReconstructions = 1000;
constexpr std::int64_t kNeighbours = 5;

Tensor part_of(const Tensor& rows, std::size_t begin, std::size_t end) {
  Shape shape = shape_of(rows);
  const std::size_t size = rows.size() / shape[0];
  shape[0] = end - begin;
  Tensor part = zeros(shape);
  std::copy_n(rows.data() + begin * size, part.size(), part.data());
  return part;
}

/// `images(begin, end)` gives those pictures; never more than kPart at once.
template <class Images>
Sight look(const Classifier& classifier, std::size_t count, const Images& images) {
  Sight sight{{}, zeros({count, 10}), 0.0};
  std::vector<torch::Tensor> features, steepness;
  for (std::size_t begin = 0; begin < count; begin += kPart) {
    const Tensor part = images(begin, std::min(begin + kPart, count));
    const Classifier::Output read = classifier(part);
    features.push_back(torch_tensor(read.features));
    steepness.push_back(edge_steepness(torch_tensor(part)));
    std::copy(read.probabilities.begin(), read.probabilities.end(), sight.probabilities.data() + begin * 10);
  }
  sight.features = torch::cat(features);
  sight.sharpness = torch::cat(steepness).mean().item<double>();
  return sight;
}

double mean_distance(const torch::Tensor& a, const torch::Tensor& b) {
  return (a - b).flatten(1).square().sum(1).sqrt().mean().item<double>();
}

}  // namespace

struct Judge::State {
  Classifier classifier;
  Digits train, test;
  Sight sight;  // of the test digits
  Moments moments;

  Json measure(const Sight& samples) const {
    const CloudOverlap overlap = cloud_overlap(sight.features, samples.features, kNeighbours);
    const ClassReading reading = read_classes(samples.probabilities);
    return {{"fcd", frechet_distance(moments_of(samples.features), moments)},
            {"coverage", overlap.coverage},
            {"precision", overlap.precision},
            {"recall", overlap.recall},
            {"density", overlap.density},
            {"modes", reading.modes},
            {"score", classifier_score(samples.probabilities)},
            {"sharpness", samples.sharpness},
            {"sharpness_gap", std::abs(samples.sharpness / sight.sharpness - 1.0)}};
  }

  Sight look_at(const Digits& digits, std::size_t count) const {
    const Tensor images = images_of(digits, count);
    return look(classifier, count, [&](std::size_t begin, std::size_t end) { return part_of(images, begin, end); });
  }
};

Judge::Judge(Classifier classifier, const Digits& train, const Digits& test)
    : state_(new State{std::move(classifier), train, test, {}, {}}) {
  state_->sight = state_->look_at(state_->test, state_->test.count);
  state_->moments = moments_of(state_->sight.features);
}

Judge::~Judge() = default;

const Classifier& Judge::classifier() const { return state_->classifier; }
Tensor Judge::test_images(std::size_t count) const {
  return images_of(state_->test, std::min(count, state_->test.count));
}
const std::vector<std::uint8_t>& Judge::test_labels() const { return state_->test.labels; }

Json Judge::measure_samples(const Model& model) const {
  const std::size_t count = state_->test.count;
  const Tensor latents = sample_latents(model.spec(), kSeed, count);
  const auto samples = [&](std::size_t begin, std::size_t end) {
    return model.decode(part_of(latents, begin, end), labels_in_turn(model.spec(), end - begin));
  };
  return state_->measure(look(state_->classifier, count, samples));
}

/// As many as there are test digits, or all where there are fewer; at least enough for neighbours.
Json Judge::measure_real() const {
  return state_->measure(state_->look_at(state_->train, std::min(state_->train.count, state_->test.count)));
}

Json Judge::measure_reconstructions(const Model& model) const {
  const Tensor originals = test_images(kReconstructions);
  const Tensor copies = model.decode(model.encode(originals).mean);
  return {{"distance", mean_distance(torch_tensor(copies), torch_tensor(originals))},
          {"ssim", structural_similarity(copies, originals)},
          {"read", part_read_as(copies, state_->test.labels)}};
}

Json Judge::measure_stand_ins() const {
  const Tensor originals = test_images(kReconstructions);
  const torch::Tensor x = torch_tensor(originals).flatten(1);
  // The next test digit of the same class; the last one of a class takes the first.
  const std::vector<std::uint8_t>& labels = state_->test.labels;
  Tensor others = originals;
  const std::size_t count = originals.shape(0), size = originals.size() / count;
  for (std::size_t n = 0; n < count; ++n) {
    std::size_t other = (n + 1) % count;
    while (labels[other] != labels[n]) other = (other + 1) % count;
    std::copy_n(originals.data() + other * size, size, others.data() + n * size);
  }
  torch::Tensor nearest = torch::full({x.size(0)}, INFINITY);
  for (std::size_t begin = 0; begin < state_->train.count; begin += 10000) {
    Digits part = state_->train;
    const std::size_t end = std::min(begin + 10000, state_->train.count);
    part.count = end - begin;
    part.pixels.assign(state_->train.pixels.begin() + static_cast<std::ptrdiff_t>(begin * size),
                       state_->train.pixels.begin() + static_cast<std::ptrdiff_t>(end * size));
    nearest = torch::minimum(nearest, nearest_distances(x, torch_tensor(images_of(part, part.count)).flatten(1)));
  }
  return {{"originals", {{"distance", 0.0}, {"ssim", 1.0}, {"read", part_read_as(originals, labels)}}},
          {"nearest", {{"distance", nearest.mean().item<double>()}}},
          {"another",
           {{"distance", mean_distance(torch_tensor(others), torch_tensor(originals))},
            {"ssim", structural_similarity(others, originals)}}}};
}

double Judge::part_read_as(const Tensor& images, const std::vector<std::uint8_t>& labels) const {
  const std::size_t count = images.shape(0);
  if (labels.size() < count) fail("part_read_as: ", count, " pictures, ", labels.size(), " labels");
  std::size_t right = 0;
  for (std::size_t begin = 0; begin < count; begin += kPart) {
    const std::size_t end = std::min(begin + kPart, count);
    const Tensor read = state_->classifier(part_of(images, begin, end)).probabilities;
    for (std::size_t n = begin; n < end; ++n) {
      const float* row = read.data() + (n - begin) * 10;
      right += std::max_element(row, row + 10) - row == labels[n] ? 1 : 0;
    }
  }
  return static_cast<double>(right) / static_cast<double>(count);
}

double structural_similarity(const Tensor& first, const Tensor& second) {
  constexpr double kC1 = 0.01 * 0.01, kC2 = 0.03 * 0.03;
  if (shape_of(first) != shape_of(second) || first.dimension() != 3)
    fail("structural_similarity: two (N, height, width) expected, found ", shape_text(shape_of(first)), " and ",
         shape_text(shape_of(second)));
  const auto window_mean = [](const torch::Tensor& x) { return at::avg_pool2d(x, 7, 1); };
  const torch::Tensor a = torch_tensor(first).to(torch::kFloat64).unsqueeze(1),
                      b = torch_tensor(second).to(torch::kFloat64).unsqueeze(1);
  const torch::Tensor ma = window_mean(a), mb = window_mean(b);
  const torch::Tensor va = window_mean(a * a) - ma * ma, vb = window_mean(b * b) - mb * mb,
                      cov = window_mean(a * b) - ma * mb;
  return (((2 * ma * mb + kC1) * (2 * cov + kC2)) / ((ma * ma + mb * mb + kC1) * (va + vb + kC2)))
      .mean()
      .item<double>();
}

}  // namespace latentwalk
