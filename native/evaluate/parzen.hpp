#pragma once

#include <torch/torch.h>

namespace latentwalk {

/// The log-likelihood of points under a normal of width sigma around each of the samples (Breuleux et al., 2010, as
/// Goodfellow et al., 2014, used it): a poor judge of pictures (Theis et al., 2016), kept to compare with old papers.
struct ParzenEstimate {
  double sigma = 0.0;           // of ten from 0.1 to 1, evenly spaced in the logarithm: the one best for `validation`
  double log_likelihood = 0.0;  // nats, the mean over the test points
  double standard_error = 0.0;  // of that mean
};

/// samples (N, D), validation (V, D), test (M, D), of one D; N, V >= 1, M >= 2. Throws Error otherwise.
ParzenEstimate parzen_estimate(const torch::Tensor& samples, const torch::Tensor& validation,
                               const torch::Tensor& test);

/// (M), doubles, of each point for one sigma.
torch::Tensor parzen_log_density(const torch::Tensor& samples, const torch::Tensor& points, double sigma);

}  // namespace latentwalk
