#include "evaluate/metric_list.hpp"

#include <algorithm>
#include <variant>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

constexpr const char* kAllMetrics = "all";

constexpr MetricInfo kMetrics[] = {
    {"fcd10k", "Fréchet classifier distance, lower is better", MetricScope::samples, true, true},
    {"kcd10k", "kernel classifier distance, lower is better", MetricScope::samples, true, true},
    {"precision10k", "samples among the real digits, higher is better", MetricScope::samples, true, true},
    {"recall10k", "real digits among the samples, higher is better", MetricScope::samples, true, true},
    {"density10k", "how densely the samples lie among the real digits, higher is better", MetricScope::samples, true,
     true},
    {"coverage10k", "real digits that have a sample near them, higher is better", MetricScope::samples, true, true},
    {"score10k", "classifier score, 1 to 10, higher is better", MetricScope::samples, true, true},
    {"nearest1k", "distance to the nearest training digit; far below that of test digits means copying",
     MetricScope::samples, true, false},
    {"sharpness10k", "steepness of edges; 1 where ink meets paper within a pixel", MetricScope::samples, true, false},
    {"classes10k", "digits with at least 2 % of the samples", MetricScope::samples, true, true},
    {"parzen10k", "Parzen log-likelihood in nats, for comparison with old papers only", MetricScope::samples, false,
     false},
    {"fcd10k_reconstructed", "Fréchet classifier distance of reconstructed test digits, lower is better",
     MetricScope::vae, true, true},
    {"fcd10k_fitted", "fcd10k of samples from the fitted prior, lower is better", MetricScope::fitted, true, true},
    {"coverage10k_fitted", "coverage10k of those samples, higher is better", MetricScope::fitted, true, true},
    {"classes10k_fitted", "classes10k of those samples", MetricScope::fitted, true, true},
    {"elbo10k", "negative evidence lower bound in nats, lower is better", MetricScope::vae, true, false},
    {"active10k", "latent coordinates that the encoder uses", MetricScope::vae, true, false},
    {"mmd10k", "squared discrepancy between codes and prior, lower is better", MetricScope::vae, true, false},
    {"nll100_dynamic", "test negative log-likelihood in nats, pixels drawn, lower is better", MetricScope::vae, false,
     false, 100},
    {"nll100_static", "the same, pixels cut at one half", MetricScope::vae, false, false, 100},
    {"nll1k_dynamic", "test negative log-likelihood in nats, pixels drawn, lower is better", MetricScope::vae, false,
     false, 1000},
    {"nll1k_static", "the same, pixels cut at one half", MetricScope::vae, false, false, 1000},
    {"nll10k_dynamic", "test negative log-likelihood in nats, pixels drawn, lower is better", MetricScope::vae, false,
     false, 10000},
    {"nll10k_static", "the same, pixels cut at one half", MetricScope::vae, false, false, 10000},
    {"code10k", "samples read as the digit that their code stands for, higher is better", MetricScope::code, true,
     true},
};

/// How many digits the likelihoods of "all" use; 0 where the model has no decoder.
std::int64_t affordable_digits(const ModelSpec& spec) {
  const auto decoder = spec.networks.find("decoder");
  if (decoder == spec.networks.end()) return 0;
  const std::vector<Layer>& layers = decoder->second.layers;
  const bool convolutional = std::any_of(layers.begin(), layers.end(), [](const Layer& layer) {
    return std::holds_alternative<ConvTranspose2d>(layer) || std::holds_alternative<Conv2d>(layer);
  });
  return convolutional ? 100 : 1000;
}

}  // namespace

std::span<const MetricInfo> metric_list() { return kMetrics; }

const MetricInfo& metric_info(const std::string& name) {
  for (const MetricInfo& metric : kMetrics)
    if (name == metric.name) return metric;
  std::string known = kAllMetrics;
  for (const MetricInfo& metric : kMetrics) known += std::string(", ") + metric.name;
  fail("unknown metric \"", name, "\"; known metrics: ", known);
}

void check_metric_names(const std::vector<std::string>& names) {
  for (const std::string& name : names)
    if (name != kAllMetrics) metric_info(name);
}

bool applies(const MetricInfo& metric, const ModelSpec& spec, bool has_fitted_prior) {
  switch (metric.scope) {
    case MetricScope::samples:
      return true;
    case MetricScope::fitted:
      return has_fitted_prior;
    case MetricScope::vae:
      return spec.family == Family::vae && spec.networks.contains("encoder");
    case MetricScope::code:
      return std::any_of(spec.latent.begin(), spec.latent.end(), [](const LatentBlock& block) {
        return block.prior == LatentBlock::Prior::categorical && block.dim <= 10;
      });
  }
  return false;
}

std::vector<std::string> metrics_for(const ModelSpec& spec, const std::vector<std::string>& wanted,
                                     bool has_fitted_prior) {
  const bool all = std::find(wanted.begin(), wanted.end(), kAllMetrics) != wanted.end();
  std::vector<std::string> names;
  for (const MetricInfo& metric : kMetrics) {
    const bool named = std::find(wanted.begin(), wanted.end(), metric.name) != wanted.end();
    const bool of_all = all && (metric.test_digits == 0 || metric.test_digits == affordable_digits(spec));
    const bool of_usual = wanted.empty() && metric.usual;
    if ((named || of_all || of_usual) && applies(metric, spec, has_fitted_prior)) names.emplace_back(metric.name);
  }
  return names;
}

}  // namespace latentwalk
