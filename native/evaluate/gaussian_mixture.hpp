#pragma once

#include <torch/torch.h>

#include <cstdint>

#include "latentwalk/rng.hpp"

namespace latentwalk {

/// A mixture of normal distributions with full covariances, in double precision.
struct GaussianMixture {
  torch::Tensor weight;  // (K), sums to 1
  torch::Tensor mean;    // (K, D)
  torch::Tensor root;    // (K, D, D), lower triangles: a covariance is its root times the root's transpose
};

struct MixtureFit {
  GaussianMixture mixture;
  double log_likelihood = 0.0;  // the mean over the points, in nats
  int rounds = 0;
};

/// Fits k components to points (N, D) by expectation maximisation from k-means++ centres (Arthur & Vassilvitskii,
/// 2007). Stops when a round gains less than 1e-4 nats per point, or after 200 rounds. Adds 1e-3 to each variance, so
/// that the covariance of a component with few points stays invertible. Throws Error unless 1 <= k <= N.
MixtureFit fit_mixture(const torch::Tensor& points, std::int64_t k, std::uint64_t seed);

/// The log-density of each point in nats: (N, D) -> (N), doubles.
torch::Tensor log_density(const GaussianMixture& mixture, const torch::Tensor& points);

/// Draws (count, D) doubles. The first rows do not depend on `count`.
torch::Tensor sample_mixture(const GaussianMixture& mixture, std::int64_t count, std::uint64_t seed);

}  // namespace latentwalk
