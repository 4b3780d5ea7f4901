#include "evaluate/parzen.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "evaluate/neighbours.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

constexpr int kWidths = 10;
constexpr std::int64_t kPointsAtOnce = 500;

}  // namespace

torch::Tensor parzen_log_density(const torch::Tensor& samples, const torch::Tensor& points, double sigma) {
  const double dim = static_cast<double>(samples.size(1)), variance = sigma * sigma;
  const double constant = std::log(static_cast<double>(samples.size(0))) + 0.5 * dim * std::log(2.0 * M_PI * variance);
  std::vector<torch::Tensor> parts;
  for (std::int64_t first = 0; first < points.size(0); first += kPointsAtOnce) {
    const torch::Tensor part = points.narrow(0, first, std::min(kPointsAtOnce, points.size(0) - first));
    const torch::Tensor exponents = squared_distances(part, samples).mul_(-0.5 / variance);
    parts.push_back(exponents.logsumexp(1).to(torch::kFloat64) - constant);
  }
  return torch::cat(parts);
}

ParzenEstimate parzen_estimate(const torch::Tensor& samples, const torch::Tensor& validation,
                               const torch::Tensor& test) {
  if (samples.dim() != 2 || validation.dim() != 2 || test.dim() != 2 || samples.size(1) != test.size(1) ||
      samples.size(1) != validation.size(1) || samples.size(0) < 1 || validation.size(0) < 1 || test.size(0) < 2)
    fail("parzen_estimate: expected three clouds of vectors of the same length");
  ParzenEstimate estimate;
  double best = -std::numeric_limits<double>::infinity();
  for (int i = 0; i < kWidths; ++i) {
    const double sigma = std::pow(10.0, -1.0 + static_cast<double>(i) / (kWidths - 1));
    const double value = parzen_log_density(samples, validation, sigma).mean().item<double>();
    if (!(value > best)) continue;
    best = value;
    estimate.sigma = sigma;
  }
  if (estimate.sigma == 0.0) fail("parzen_estimate: the validation points have no finite likelihood");
  const torch::Tensor values = parzen_log_density(samples, test, estimate.sigma);
  estimate.log_likelihood = values.mean().item<double>();
  estimate.standard_error = values.std().item<double>() / std::sqrt(static_cast<double>(values.size(0)));
  return estimate;
}

}  // namespace latentwalk
