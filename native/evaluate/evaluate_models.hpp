#pragma once

#include <functional>
#include <string>
#include <vector>

#include "latentwalk/json.hpp"

/// Measures model files. This header does not include LibTorch.
namespace latentwalk {

struct EvaluationRequest {
  std::vector<std::string> models;   // paths of model files
  std::vector<std::string> metrics;  // names, or "all"; empty: the usual ones (metrics_for)
  std::string data;                  // folder with MNIST's IDX files, train and t10k
  std::string classifier;            // path of the classifier file
  std::string run;                   // folder of an InfoGAN's run, or a checkpoint; empty: none
};

/// {"extractor": {"hash": …, "test_accuracy": …}, "models": {PATH: {METRIC: {…}, …}, …}}. Reads and checks all files
/// before it measures. Calls `warn` for damaged checkpoints and for data that the classifier cannot read. Throws Error
/// on an unknown metric, a metric that applies to none of the models, or a file that cannot be read.
Json evaluate_models(const EvaluationRequest& request, const std::function<void(const std::string&)>& warn);

}  // namespace latentwalk
