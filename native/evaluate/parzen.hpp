#pragma once

#include <torch/torch.h>

namespace latentwalk {

/// The log-likelihood of points under a mixture of normals of width sigma around the samples (Breuleux et al., 2010;
/// Goodfellow et al., 2014). It judges pictures poorly (Theis et al., 2016) and is here to compare with old papers.
struct ParzenEstimate {
  double sigma = 0.0;  // of ten values from 0.1 to 1, evenly spaced in the logarithm, the best for `validation`
  double log_likelihood = 0.0;  // in nats, the mean over the test points
  double standard_error = 0.0;  // of that mean
};

/// samples (N, D), validation (V, D), test (M, D), with N, V >= 1 and M >= 2. Throws Error otherwise, and where every
/// sigma gives the validation points an infinite log-likelihood.
ParzenEstimate parzen_estimate(const torch::Tensor& samples, const torch::Tensor& validation,
                               const torch::Tensor& test);

/// The log-density in nats of each of points (M, D) for one sigma: (M), doubles.
torch::Tensor parzen_log_density(const torch::Tensor& samples, const torch::Tensor& points, double sigma);

}  // namespace latentwalk
