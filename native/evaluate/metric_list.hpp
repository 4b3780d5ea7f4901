#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "latentwalk/spec.hpp"

/// The metrics. The name of a metric stands for one protocol; docs/metrics.md has the protocols.
namespace latentwalk {

/// Which models a metric applies to.
enum class MetricScope {
  samples,  // every model: the metric uses samples
  fitted,   // models with a fitted prior: the metric uses samples from it
  vae,      // models with an encoder: the metric uses codes or likelihoods
  code      // models with a categorical code of at most 10 values
};

struct MetricInfo {
  const char* name;
  const char* text;  // what it measures, and which direction is better
  MetricScope scope;
  bool usual;                    // measured by default
  bool reads;                    // uses the digit classifier
  std::int64_t test_digits = 0;  // for a likelihood by importance sampling: how many digits it samples
};

/// All metrics, in the order in which they are printed.
std::span<const MetricInfo> metric_list();
/// Throws Error on the name of no metric.
const MetricInfo& metric_info(const std::string& name);

/// Throws Error on a name that is neither a metric nor "all".
void check_metric_names(const std::vector<std::string>& names);

/// Whether the metric can be measured of the model, whose file holds a fitted prior or not.
bool applies(const MetricInfo& metric, const ModelSpec& spec, bool has_fitted_prior);

/// Those of `wanted` that apply to this model. An empty list stands for the usual metrics, and "all" for every metric
/// that applies; of the likelihoods by importance sampling it takes those with 1,000 digits, or with 100 for a
/// convolutional decoder, which needs ten times the work for a picture.
std::vector<std::string> metrics_for(const ModelSpec& spec, const std::vector<std::string>& wanted,
                                     bool has_fitted_prior = false);

}  // namespace latentwalk
