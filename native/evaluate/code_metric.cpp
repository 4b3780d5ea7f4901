#include "evaluate/code_metric.hpp"

#include <algorithm>
#include <cmath>

#include "evaluate/codes.hpp"
#include "evaluate/recogniser.hpp"
#include "latentwalk/latent.hpp"

namespace latentwalk {
namespace {

constexpr std::uint64_t kFirstSeed = 10000, kReadings = 5;
constexpr std::size_t kReadSamples = 10000, kDigits = 10;

using Counts = std::vector<std::vector<std::int64_t>>;  // pictures by value and digit

template <class Values>
std::size_t largest(const Values* row, std::size_t count) {
  return static_cast<std::size_t>(std::max_element(row, row + count) - row);
}

Counts count_readings(const Subject& subject, const Evaluation& evaluation, const CodeBlock& code, std::uint64_t seed) {
  const Tensor latents = sample_latents(subject.model.spec(), seed, kReadSamples);
  const Cloud cloud = look_at_latents(evaluation.classifier(), subject.model, latents,
                                      labels_in_turn(subject.model.spec(), kReadSamples));
  Counts counts(code.value_count, std::vector<std::int64_t>(kDigits, 0));
  for (std::size_t n = 0; n < kReadSamples; ++n)
    ++counts[largest(latents.data() + n * latents.shape(1) + code.latent_offset, code.value_count)]
            [largest(cloud.probabilities.data() + n * kDigits, kDigits)];
  return counts;
}

}  // namespace

Json measure_code(const Subject& subject, const Evaluation& evaluation) {
  const CodeBlock code = find_code(subject.model.spec());
  std::vector<Counts> draws;
  Counts sum(code.value_count, std::vector<std::int64_t>(kDigits, 0));
  for (std::uint64_t i = 0; i < kReadings; ++i) {
    draws.push_back(count_readings(subject, evaluation, code, kFirstSeed + i));
    for (std::size_t value = 0; value < code.value_count; ++value)
      for (std::size_t digit = 0; digit < kDigits; ++digit) sum[value][digit] += draws.back()[value][digit];
  }
  const std::vector<int> digits = assign_digits(sum);

  double mean = 0.0, square = 0.0;
  for (const Counts& counts : draws) {
    std::int64_t right = 0;
    for (std::size_t value = 0; value < code.value_count; ++value)
      right += counts[value][static_cast<std::size_t>(digits[value])];
    const double share = static_cast<double>(right) / kReadSamples;
    mean += share / kReadings;
    square += share * share / kReadings;
  }
  std::vector<double> shares;
  for (std::size_t value = 0; value < code.value_count; ++value) {
    std::int64_t drawn = 0;
    for (const std::int64_t count : sum[value]) drawn += count;
    shares.push_back(static_cast<double>(sum[value][static_cast<std::size_t>(digits[value])]) /
                     static_cast<double>(std::max<std::int64_t>(drawn, 1)));
  }
  Json result{{"value", mean},
              {"standard_deviation", std::sqrt(std::max(0.0, square - mean * mean) * kReadings / (kReadings - 1.0))},
              {"digits", digits},
              {"shares", shares}};
  if (subject.recogniser == nullptr) return result;
  const RealDigits& test = evaluation.test_digits();
  const torch::Tensor stands_for =
      torch::tensor(std::vector<std::int64_t>(digits.begin(), digits.end()), torch::kInt64);
  const torch::Tensor read =
      stands_for.index_select(0, recognise_codes(subject.model.spec(), *subject.recogniser, test.images()));
  result["test_digits_read"] = (read == test.labels).to(torch::kFloat64).mean().item<double>();
  return result;
}

}  // namespace latentwalk
