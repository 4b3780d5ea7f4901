#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <functional>

#include "latentwalk/rng.hpp"

/// Likelihoods of latent variable models with a standard normal prior. In nats.
namespace latentwalk {

/// z (K, latent_dim) -> log p(x|z) of one x, (K)
using LogLikelihood = std::function<torch::Tensor(const torch::Tensor& z)>;

/// What K draws from a proposal q say about log p(x), by the log-weights log p(x|z) + log p(z) - log q(z).
struct ImportanceEstimate {
  double log_likelihood =
      0.0;            // log of the mean weight: a lower bound on average, exact as K grows (Burda et al., 2016)
  double elbo = 0.0;  // mean log-weight: the evidence lower bound
  double elbo_variance = 0.0;  // of one draw's log-weight
  double effective = 0.0;      // (sum w)² / sum w², of K: how many draws carry the estimate
};

/// mean, log_variance (latent_dim): the proposal, a normal with independent coordinates. `count` draws, a few hundred
/// at once; sums in double precision.
ImportanceEstimate importance_estimate(const torch::Tensor& mean, const torch::Tensor& log_variance, std::int64_t count,
                                       const LogLikelihood& log_likelihood, Rng& rng);

/// The divergence of normals with independent coordinates from the standard normal, closed form: (N, L), (N, L) -> (N)
torch::Tensor kl_to_standard_normal(const torch::Tensor& mean, const torch::Tensor& log_variance);

/// log p(x|z) of grey or binary pixels x (N, D) under the logits of (N, D): -cross-entropy, summed, (N), doubles. Of
/// grey levels it is the expectation over one Bernoulli draw a pixel.
torch::Tensor bernoulli_log_likelihood(const torch::Tensor& logits, const torch::Tensor& x);

/// (count, dim), floats, from the project's own generator.
torch::Tensor draw_standard_normal(std::int64_t count, std::int64_t dim, Rng& rng);

/// One Bernoulli draw a pixel, row after row: (N, D) in [0, 1] -> 0 or 1.
torch::Tensor draw_binary(const torch::Tensor& images, std::uint64_t seed);

/// How many coordinates of the posterior means (N, L) vary over the images by more than 0.01 (Burda et al., 2016).
std::int64_t active_units(const torch::Tensor& means);

}  // namespace latentwalk
