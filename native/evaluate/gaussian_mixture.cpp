#include "evaluate/gaussian_mixture.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

constexpr double kRidge = 1e-3, kEnough = 1e-4;
constexpr int kRounds = 200;

/// k-means++: draws each centre with a probability proportional to its squared distance from the nearest earlier one.
torch::Tensor start_centres(const torch::Tensor& points, std::int64_t k, Rng& rng) {
  const std::int64_t count = points.size(0);
  std::vector<torch::Tensor> centres{points[static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(count)))]};
  torch::Tensor nearest = torch::full({count}, std::numeric_limits<double>::infinity(), torch::kFloat64);
  while (static_cast<std::int64_t>(centres.size()) < k) {
    nearest = torch::minimum(nearest, (points - centres.back()).square().sum(1));
    const torch::Tensor heaped = nearest.cumsum(0);
    const double wanted = rng.uniform() * heaped[count - 1].item<double>();
    const std::int64_t next = (heaped < wanted).sum().item<std::int64_t>();
    centres.push_back(points[std::min(next, count - 1)]);
  }
  return torch::stack(centres);
}

torch::Tensor root_of(const torch::Tensor& centred, const torch::Tensor& share, double whole) {
  const torch::Tensor covariance = (centred * share.unsqueeze(1)).t().mm(centred) / whole;
  return at::linalg_cholesky(covariance + kRidge * torch::eye(centred.size(1), torch::kFloat64));
}

/// The logarithm of weight times density for each point and component, (N, K).
torch::Tensor joint_log_density(const GaussianMixture& mixture, const torch::Tensor& points) {
  const std::int64_t dim = points.size(1);
  std::vector<torch::Tensor> columns;
  for (std::int64_t c = 0; c < mixture.weight.size(0); ++c) {
    const torch::Tensor root = mixture.root[c];
    const torch::Tensor inverse = root.inverse();
    const torch::Tensor square = (points - mixture.mean[c]).mm(inverse.t()).square().sum(1);
    columns.push_back(mixture.weight[c].log() - root.diagonal().log().sum() - 0.5 * square -
                      0.5 * static_cast<double>(dim) * std::log(2.0 * M_PI));
  }
  return torch::stack(columns, 1);
}

}  // namespace

MixtureFit fit_mixture(const torch::Tensor& given, std::int64_t k, std::uint64_t seed) {
  if (given.dim() != 2 || k < 1 || k > given.size(0))
    fail("fit_mixture: ", k, " components need at least as many points (N, D), found the shape ", given.sizes());
  const torch::NoGradGuard no_grad;
  const torch::Tensor points = given.to(torch::kFloat64);
  const auto count = static_cast<double>(points.size(0));
  Rng rng(seed);
  MixtureFit fit;
  GaussianMixture& mixture = fit.mixture;
  const torch::Tensor whole_root =
      root_of(points - points.mean(0), torch::ones({points.size(0)}, torch::kFloat64), count);
  mixture = {torch::full({k}, 1.0 / static_cast<double>(k), torch::kFloat64), start_centres(points, k, rng),
             whole_root.repeat({k, 1, 1})};
  fit.log_likelihood = -std::numeric_limits<double>::infinity();
  for (; fit.rounds < kRounds; ++fit.rounds) {
    const torch::Tensor joint = joint_log_density(mixture, points), whole = joint.logsumexp(1);
    const double before = fit.log_likelihood;
    fit.log_likelihood = whole.mean().item<double>();
    if (fit.log_likelihood - before < kEnough) break;
    const torch::Tensor share = (joint - whole.unsqueeze(1)).exp();
    const torch::Tensor heap = share.sum(0).clamp_min(1e-9);
    mixture.weight = heap / heap.sum();
    mixture.mean = share.t().mm(points) / heap.unsqueeze(1);
    std::vector<torch::Tensor> roots;
    for (std::int64_t c = 0; c < k; ++c)
      roots.push_back(root_of(points - mixture.mean[c], share.select(1, c), heap[c].item<double>()));
    mixture.root = torch::stack(roots);
  }
  return fit;
}

torch::Tensor log_density(const GaussianMixture& mixture, const torch::Tensor& points) {
  return joint_log_density(mixture, points.to(torch::kFloat64)).logsumexp(1);
}

torch::Tensor sample_mixture(const GaussianMixture& mixture, std::int64_t count, std::uint64_t seed) {
  const std::int64_t dim = mixture.mean.size(1), k = mixture.weight.size(0);
  Rng rng(seed);
  torch::Tensor normals = torch::empty({count, dim}, torch::kFloat64);
  torch::Tensor chosen = torch::empty({count}, torch::kInt64);
  const auto weight = mixture.weight.contiguous();
  for (std::int64_t n = 0; n < count; ++n) {
    double left = rng.uniform();
    std::int64_t c = 0;
    while (c < k - 1 && (left -= weight.data_ptr<double>()[c]) > 0) ++c;
    chosen.data_ptr<std::int64_t>()[n] = c;
    for (std::int64_t i = 0; i < dim; ++i) normals.data_ptr<double>()[n * dim + i] = rng.normal();
  }
  const torch::Tensor moved = mixture.root.index_select(0, chosen).matmul(normals.unsqueeze(2)).squeeze(2);
  return mixture.mean.index_select(0, chosen) + moved;
}

}  // namespace latentwalk
