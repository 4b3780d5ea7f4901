#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "latentwalk/spec.hpp"

/// The names of the metrics, each of which pins its protocol, and what each is for. docs/metrics.md has the protocols.
namespace latentwalk {

/// Which models a metric is of.
enum class MetricScope {
  samples,  // every model: it looks at what is drawn from the prior
  vae,      // models with an encoder: it looks at codes and likelihoods
  code      // models with a categorical code that no label was given for
};

struct MetricInfo {
  const char* name;
  const char* text;  // in a few words, and which way is better
  MetricScope scope;
  bool usual;                    // measured where nobody says which
  std::int64_t test_digits = 0;  // of a likelihood by importance sampling: how many digits
};

/// In the order they are printed.
std::span<const MetricInfo> metric_list();
/// Throws Error on a name that is not one of them.
const MetricInfo& metric_info(const std::string& name);
std::vector<std::string> metric_names();

/// Throws Error on a name that is neither a metric nor "all", before anything is computed.
void check_metric_names(const std::vector<std::string>& names);

bool applies(const MetricInfo& metric, const ModelSpec& spec);

/// Those of `wanted` that are of this model; the usual ones where `wanted` is empty. {"all"}: each that is of it, the
/// likelihoods by importance sampling with 1,000 digits, or 100 where the decoder is convolutional (ten times the work
/// a picture), and not with more.
std::vector<std::string> metrics_for(const ModelSpec& spec, const std::vector<std::string>& wanted);

}  // namespace latentwalk
