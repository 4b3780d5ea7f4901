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
  double log_likelihood = 0.0;  // of a point, on average, in nats
  int rounds = 0;
};

/// By expectation and maximisation from k-means++ centres (Arthur & Vassilvitskii, 2007) until a round brings less than
/// 1e-4 nats a point, at most 200 rounds; 1e-3 is added to each variance, so that a component of few points stays
/// invertible. points (N, D), 1 <= k <= N. Throws Error otherwise.
MixtureFit fit_mixture(const torch::Tensor& points, std::int64_t k, std::uint64_t seed);

/// log p of each point: (N, D) -> (N)
torch::Tensor log_density(const GaussianMixture& mixture, const torch::Tensor& points);

/// (count, D), doubles; the first rows do not depend on count.
torch::Tensor sample_mixture(const GaussianMixture& mixture, std::int64_t count, std::uint64_t seed);

}  // namespace latentwalk
