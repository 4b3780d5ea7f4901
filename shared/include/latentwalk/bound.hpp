#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "latentwalk/tensor.hpp"

/// The bounds of section 2.2 of the paper for one digit x of a VAE with a standard normal prior, in nats.
namespace latentwalk {

/// The posterior q(z|x): a normal distribution with independent coordinates. Both spans have latent_dim numbers.
struct Posterior {
  std::span<const float> mean;          ///< The code of the digit.
  std::span<const float> log_variance;  ///< The logarithms of the variances.
};

/// KL(q(z|x) || p(z)) of each coordinate (latent_dim); their sum is the KL term. Throws Error if the lengths differ.
std::vector<double> kl_of_coordinates(const Posterior& posterior);

/// Draws [first, first + count) of z from the posterior: (count, latent_dim). Draw i depends only on the seed and i.
Tensor posterior_draws(const Posterior& posterior, std::uint64_t seed, std::size_t first, std::size_t count);

/// What a draw of z says of the digit.
struct DrawTerms {
  std::vector<double> reconstruction;  ///< log p(x|z) of each draw.
  std::vector<double> log_weights;     ///< log p(x|z) + log p(z) - log q(z|x) of each draw.
};

/// The terms of draws (N, latent_dim) whose pictures are `pixels` (N, D), for a digit (D) in [0, 1]. log p(x|z) is the
/// negative cross-entropy summed over pixels, which are clamped to [2^-24, 1 - 2^-24]. Throws Error if a shape differs.
DrawTerms draw_terms(const Posterior& posterior, const Tensor& draws, const Tensor& pixels,
                     std::span<const float> digit);

/// The importance-weighted bounds (Burda et al. 2016) with 1, 4, 16, … draws, as far as the weights reach. The bound
/// with K draws is the mean, over all whole groups of K weights, of the logarithm of the group's mean weight. With 1
/// draw it is the ELBO; more draws never make it smaller. Only weights in whole groups of the largest K count. Throws
/// Error if there are no weights.
std::vector<double> importance_bounds(std::span<const double> log_weights);

}  // namespace latentwalk
