#include "evaluate/vae_metrics.hpp"

#include <cmath>
#include <vector>

#include "evaluate/kernel_distance.hpp"
#include "latentwalk/error.hpp"
#include "trainer/networks/tensor_bridge.hpp"

namespace latentwalk {
namespace {

constexpr std::uint64_t kVaeSeed = 10000;
constexpr std::int64_t kImportanceDraws = 5000;

std::vector<std::int32_t> class_labels(const torch::Tensor& labels) {
  std::vector<std::int32_t> copy(static_cast<std::size_t>(labels.size(0)));
  for (std::size_t n = 0; n < copy.size(); ++n) copy[n] = static_cast<std::int32_t>(labels.data_ptr<std::int64_t>()[n]);
  return copy;
}

torch::Tensor draw_codes(const VaeNetworks::Posterior& posterior, std::uint64_t seed) {
  Rng rng(seed);
  return posterior.mean + (0.5 * posterior.log_variance).exp() *
                              draw_standard_normal(posterior.mean.size(0), posterior.mean.size(1), rng);
}

}  // namespace

Json VaeMetrics::measure(const std::string& name) {
  const MetricInfo& metric = metric_info(name);
  if (metric.test_digits > 0) return likelihood(metric);
  if (name == "elbo10k") return elbo();
  if (name == "mmd10k") return prior_discrepancy();
  if (name == "active10k") return {{"value", active_units(test_codes().mean)}, {"of", test_codes().mean.size(1)}};
  if (name == "fcd10k_reconstructed") {
    const bool conditional = model_.spec().class_count > 0;
    const Cloud drawn =
        look_at_latents(evaluation_.classifier(), model_, core_tensor(test_codes().mean),
                        conditional ? class_labels(evaluation_.test_digits().labels) : std::vector<std::int32_t>{});
    return evaluation_.compare("fcd10k", drawn);
  }
  fail("\"", name, "\" is not a metric of VAEs");
}

const VaeNetworks::Posterior& VaeMetrics::test_codes() {
  const RealDigits& test = evaluation_.test_digits();
  if (!test_codes_) test_codes_ = networks_.encode(test.images(), test.labels);
  return *test_codes_;
}

Json VaeMetrics::elbo() {
  const RealDigits& test = evaluation_.test_digits();
  const torch::Tensor z = draw_codes(test_codes(), kVaeSeed);
  const double reconstruction =
      -bernoulli_log_likelihood(networks_.logits(z, test.labels), test.images()).mean().item<double>();
  const double kl = kl_to_standard_normal(test_codes().mean, test_codes().log_variance).mean().item<double>();
  return {{"value", reconstruction + kl}, {"reconstruction", reconstruction}, {"kl", kl}};
}

Json VaeMetrics::prior_discrepancy() {
  const torch::Tensor codes = draw_codes(test_codes(), kVaeSeed);
  Rng rng(kVaeSeed + 1);
  const torch::Tensor prior = draw_standard_normal(codes.size(0), codes.size(1), rng),
                      again = draw_standard_normal(codes.size(0), codes.size(1), rng);
  return {{"value", gaussian_discrepancy(codes, prior)}, {"floor", gaussian_discrepancy(again, prior)}};
}

Json VaeMetrics::likelihood(const MetricInfo& metric) {
  const RealDigits& test = evaluation_.test_digits();
  const torch::Tensor grey = test.images();
  const bool drawn = std::string(metric.name).ends_with("_dynamic");
  const torch::Tensor x = drawn ? draw_binary(grey, kVaeSeed) : (grey > 0.5).to(torch::kFloat32);
  const TestLikelihood found =
      test_likelihood(networks_, x, x, test.labels, metric.test_digits, kImportanceDraws, kVaeSeed);
  return {{"value", found.value},
          {"standard_error", found.standard_error},
          {"all_digits", found.all_digits},
          {"all_digits_error", found.all_digits_error},
          {"effective_draws", found.effective}};
}

TestLikelihood test_likelihood(const VaeNetworks& networks, const torch::Tensor& x, const torch::Tensor& seen,
                               const torch::Tensor& labels, std::int64_t count, std::int64_t draws,
                               std::uint64_t seed) {
  const std::int64_t whole = x.size(0);
  if (count < 2 || whole % count != 0)
    fail("test_likelihood: cannot take every n-th digit: ", count, " does not divide the ", whole, " digits");
  const VaeNetworks::Posterior codes = networks.encode(seen, labels);
  // The evidence lower bound of all digits, with one draw for each.
  const torch::Tensor reconstruction = bernoulli_log_likelihood(networks.logits(draw_codes(codes, seed), labels), x);
  const double bound = (reconstruction - kl_to_standard_normal(codes.mean, codes.log_variance)).mean().item<double>();

  torch::Tensor values = torch::empty({count}, torch::kFloat64), gaps = values.clone();
  TestLikelihood result;
  double draw_variance = 0.0;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t n = i * (whole / count);
    Rng rng(seed + static_cast<std::uint64_t>(n));  // so the draws of a digit do not depend on `count`
    const torch::Tensor picture = x.narrow(0, n, 1);
    const auto log_likelihood = [&](const torch::Tensor& z) {
      const torch::Tensor classes = networks.spec().class_count > 0 ? labels[n].expand({z.size(0)}) : labels;
      return bernoulli_log_likelihood(networks.logits(z, classes), picture);
    };
    const ImportanceEstimate estimate =
        importance_estimate(codes.mean[n], codes.log_variance[n], draws, log_likelihood, rng);
    values[i] = -estimate.log_likelihood;
    gaps[i] = estimate.log_likelihood - estimate.elbo;
    draw_variance += estimate.elbo_variance / static_cast<double>(count);
    result.effective += estimate.effective / static_cast<double>(count);
  }
  const auto n = static_cast<double>(count);
  result.value = values.mean().item<double>();
  result.standard_error = values.std().item<double>() / std::sqrt(n);
  result.all_digits = -bound - gaps.mean().item<double>();
  result.all_digits_error = std::sqrt(gaps.var().item<double>() / n + draw_variance / static_cast<double>(whole));
  return result;
}

}  // namespace latentwalk
