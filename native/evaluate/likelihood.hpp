#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <functional>

#include "latentwalk/rng.hpp"

/// Likelihoods, in nats, of latent variable models with a standard normal prior.
namespace latentwalk {

/// z (K, latent_dim) -> log p(x|z) of one x, (K)
using LogLikelihood = std::function<torch::Tensor(const torch::Tensor& z)>;

/// An estimate of log p(x) by importance sampling: K draws from a proposal q, with the weights
/// w = p(x|z) p(z) / q(z).
struct ImportanceEstimate {
  /// The logarithm of the mean weight. Its expectation is a lower bound of log p(x), which is exact as K grows (Burda
  /// et al., 2016).
  double log_likelihood = 0.0;
  double elbo = 0.0;           // mean log-weight: the evidence lower bound
  double elbo_variance = 0.0;  // of the log-weight of one draw
  double effective = 0.0;      // (sum w)² / sum w²: the effective number of draws, from 1 to K
};

/// mean, log_variance (latent_dim): the proposal, a normal distribution with independent coordinates. Computes `count`
/// draws, 500 at once, and sums in double precision. Throws Error on other shapes or where count < 1.
ImportanceEstimate importance_estimate(const torch::Tensor& mean, const torch::Tensor& log_variance, std::int64_t count,
                                       const LogLikelihood& log_likelihood, Rng& rng);

/// The Kullback-Leibler divergence of normal distributions with independent coordinates from the standard normal, in
/// closed form: means and log-variances (N, L) -> (N), doubles.
torch::Tensor kl_to_standard_normal(const torch::Tensor& mean, const torch::Tensor& log_variance);

/// The negative cross-entropy of pixels x (N, D) in [0, 1] under the logits (N, D), summed over pixels: (N), doubles.
/// It is log p(x|z) for binary pixels. For grey pixels it is the mean log p over binary pixels drawn with these levels.
torch::Tensor bernoulli_log_likelihood(const torch::Tensor& logits, const torch::Tensor& x);

/// Standard normal floats (count, dim) from the project's own generator.
torch::Tensor draw_standard_normal(std::int64_t count, std::int64_t dim, Rng& rng);

/// Draws each pixel as 0 or 1 with its grey level as the probability of 1, row after row: (N, D) in [0, 1] -> (N, D).
torch::Tensor draw_binary(const torch::Tensor& images, std::uint64_t seed);

/// The number of coordinates of the posterior means (N, L) whose variance over the images is above 0.01 (Burda et al.,
/// 2016).
std::int64_t active_units(const torch::Tensor& means);

}  // namespace latentwalk
