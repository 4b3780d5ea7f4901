#include "evaluate/likelihood.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

constexpr std::int64_t kDrawsAtOnce = 500;  // the logits of 500 pictures stay in the processor's cache
constexpr double kActive = 0.01;

}  // namespace

torch::Tensor draw_standard_normal(std::int64_t count, std::int64_t dim, Rng& rng) {
  torch::Tensor values = torch::empty({count, dim});
  std::generate_n(values.data_ptr<float>(), values.numel(), [&] { return static_cast<float>(rng.normal()); });
  return values;
}

torch::Tensor draw_binary(const torch::Tensor& images, std::uint64_t seed) {
  const torch::Tensor source = images.to(torch::kFloat32).contiguous();
  torch::Tensor binary = torch::empty_like(source);
  Rng rng(seed);
  std::transform(source.data_ptr<float>(), source.data_ptr<float>() + source.numel(), binary.data_ptr<float>(),
                 [&](float ink) { return rng.uniform() < static_cast<double>(ink) ? 1.0F : 0.0F; });
  return binary;
}

torch::Tensor kl_to_standard_normal(const torch::Tensor& mean, const torch::Tensor& log_variance) {
  const torch::Tensor m = mean.to(torch::kFloat64), v = log_variance.to(torch::kFloat64);
  return 0.5 * (m.square() + v.exp() - 1.0 - v).sum(1);
}

torch::Tensor bernoulli_log_likelihood(const torch::Tensor& logits, const torch::Tensor& x) {
  // The log-likelihood of a pixel is x l - log(1 + exp l), and log(1 + exp l) = max(l, 0) + log(1 + exp -|l|). The sum
  // of the last logarithms over a row is the logarithm of a product, so one logarithm a picture is enough. The product
  // of up to 1,000 factors of at most 2 is a finite double; longer rows are cut.
  constexpr std::int64_t kFactors = 1000;
  const torch::Tensor factors = logits.abs().neg_().exp_().add_(1.0);
  torch::Tensor sum = (logits * x - logits.clamp_min(0.0)).sum(1, false, torch::kFloat64);
  for (std::int64_t first = 0; first < logits.size(1); first += kFactors)
    sum = sum -
          factors.narrow(1, first, std::min(kFactors, logits.size(1) - first)).prod(1, false, torch::kFloat64).log();
  return sum;
}

ImportanceEstimate importance_estimate(const torch::Tensor& mean, const torch::Tensor& log_variance, std::int64_t count,
                                       const LogLikelihood& log_likelihood, Rng& rng) {
  if (count < 1 || mean.dim() != 1 || mean.sizes() != log_variance.sizes())
    fail("importance_estimate: expected a mean and a log-variance of the same length, and at least one draw");
  const torch::NoGradGuard no_grad;
  const std::int64_t dim = mean.size(0);
  const torch::Tensor deviation = (0.5 * log_variance).exp();
  const double log_q = -0.5 * log_variance.to(torch::kFloat64).sum().item<double>();
  std::vector<torch::Tensor> parts;
  for (std::int64_t first = 0; first < count; first += kDrawsAtOnce) {
    const torch::Tensor noise = draw_standard_normal(std::min(kDrawsAtOnce, count - first), dim, rng);
    const torch::Tensor z = mean + deviation * noise.to(mean.scalar_type());
    // The constants of the two normal densities cancel.
    const torch::Tensor prior = -0.5 * z.to(torch::kFloat64).square().sum(1);
    const torch::Tensor proposal = log_q - 0.5 * noise.to(torch::kFloat64).square().sum(1);
    parts.push_back(log_likelihood(z).to(torch::kFloat64) + prior - proposal);
  }
  const torch::Tensor weights = torch::cat(parts);
  const double whole = weights.logsumexp(0).item<double>();
  ImportanceEstimate estimate;
  estimate.log_likelihood = whole - std::log(static_cast<double>(count));
  estimate.elbo = weights.mean().item<double>();
  estimate.elbo_variance = count > 1 ? weights.var().item<double>() : 0.0;
  estimate.effective = std::exp(2.0 * whole - (2.0 * weights).logsumexp(0).item<double>());
  return estimate;
}

std::int64_t active_units(const torch::Tensor& means) {
  return (means.to(torch::kFloat64).var(0) > kActive).sum().item<std::int64_t>();
}

}  // namespace latentwalk
