#include "latentwalk/bound.hpp"

#include <algorithm>
#include <cmath>

#include "latent/portable_math.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/rng.hpp"

namespace latentwalk {
namespace {

void check_posterior(const Posterior& posterior) {
  if (posterior.mean.empty() || posterior.mean.size() != posterior.log_variance.size())
    fail("posterior: a mean and a log-variance of one length expected, found ", posterior.mean.size(), " and ",
         posterior.log_variance.size(), " numbers");
}

// log p(x|z) of a digit's pixels, given the picture that z is decoded to.
double log_likelihood(const float* picture, std::span<const float> digit) {
  constexpr double kLeast = 1.0 / (1U << 24U);
  double sum = 0.0;
  for (std::size_t i = 0; i < digit.size(); ++i) {
    const double ink = std::clamp(static_cast<double>(picture[i]), kLeast, 1.0 - kLeast);
    const auto x = static_cast<double>(digit[i]);
    sum += x * portable_log(ink) + (1.0 - x) * portable_log(1.0 - ink);
  }
  return sum;
}

// The logarithm of the mean of e^value.
double log_mean(std::span<const double> values) {
  const double most = *std::max_element(values.begin(), values.end());
  double sum = 0.0;
  for (const double value : values) sum += portable_exp(value - most);
  return most + portable_log(sum / static_cast<double>(values.size()));
}

}  // namespace

std::vector<double> kl_of_coordinates(const Posterior& posterior) {
  check_posterior(posterior);
  std::vector<double> terms;
  terms.reserve(posterior.mean.size());
  for (std::size_t i = 0; i < posterior.mean.size(); ++i) {
    const double mean = posterior.mean[i], log_variance = posterior.log_variance[i];
    terms.push_back(0.5 * (mean * mean + std::expm1(log_variance) - log_variance));
  }
  return terms;
}

Tensor posterior_draws(const Posterior& posterior, std::uint64_t seed, std::size_t first, std::size_t count) {
  check_posterior(posterior);
  const std::size_t dim = posterior.mean.size();
  Tensor draws = zeros({count, dim});
  Rng rng(seed);
  for (std::size_t skipped = 0; skipped < first * dim; ++skipped) rng.next();
  for (std::size_t i = 0; i < count * dim; ++i)
    draws.data()[i] =
        static_cast<float>(posterior.mean[i % dim] + std::exp(0.5 * posterior.log_variance[i % dim]) * rng.normal());
  return draws;
}

DrawTerms draw_terms(const Posterior& posterior, const Tensor& draws, const Tensor& pixels,
                     std::span<const float> digit) {
  check_posterior(posterior);
  const std::size_t dim = posterior.mean.size();
  if (draws.dimension() != 2 || draws.shape(1) != dim || pixels.dimension() != 2 || pixels.shape(0) != draws.shape(0) ||
      pixels.shape(1) != digit.size())
    fail("draw_terms: draws (N, ", dim, ") and pixels (N, ", digit.size(), ") expected, found ",
         shape_text(shape_of(draws)), " and ", shape_text(shape_of(pixels)));
  DrawTerms terms;
  for (std::size_t n = 0; n < draws.shape(0); ++n) {
    const float* z = draws.data() + n * dim;
    double ratio = 0.0;  // log p(z) - log q(z|x): the constants of the two normal densities cancel
    for (std::size_t i = 0; i < dim; ++i) {
      const double log_variance = posterior.log_variance[i], away = z[i] - static_cast<double>(posterior.mean[i]);
      ratio += 0.5 * (away * away * std::exp(-log_variance) + log_variance - static_cast<double>(z[i]) * z[i]);
    }
    terms.reconstruction.push_back(log_likelihood(pixels.data() + n * digit.size(), digit));
    terms.log_weights.push_back(terms.reconstruction.back() + ratio);
  }
  return terms;
}

std::vector<double> importance_bounds(std::span<const double> log_weights) {
  if (log_weights.empty()) fail("importance_bounds: at least one draw expected, found none");
  constexpr std::size_t kGrowth = 4;
  std::size_t largest = 1;
  while (largest * kGrowth <= log_weights.size()) largest *= kGrowth;
  const std::size_t whole = log_weights.size() / largest * largest;
  std::vector<double> bounds;
  for (std::size_t draws = 1; draws <= largest; draws *= kGrowth) {
    double sum = 0.0;
    for (std::size_t first = 0; first < whole; first += draws) sum += log_mean(log_weights.subspan(first, draws));
    bounds.push_back(sum * static_cast<double>(draws) / static_cast<double>(whole));
  }
  return bounds;
}

}  // namespace latentwalk
