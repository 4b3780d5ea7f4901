#include "evaluate/frechet.hpp"

#include <algorithm>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

/// The eigenvalues and eigenvectors of a symmetric matrix. Negative eigenvalues, which are rounding errors, become 0.
std::pair<torch::Tensor, torch::Tensor> eigen(const torch::Tensor& symmetric) {
  const auto [values, vectors] = at::linalg_eigh((symmetric + symmetric.t()) / 2);
  return {values.clamp_min(0.0), vectors};
}

}  // namespace

Moments moments_of(const torch::Tensor& features) {
  if (features.dim() != 2 || features.size(0) < 2)
    fail("moments: expected at least 2 feature vectors, found the shape ", features.sizes());
  const torch::Tensor x = features.to(torch::kFloat64);
  const torch::Tensor mean = x.mean(0), centred = x - mean;
  return {mean, centred.t().mm(centred) / static_cast<double>(features.size(0) - 1)};
}

double frechet_distance(const Moments& a, const Moments& b) {
  const auto [values, vectors] = eigen(a.covariance);
  const torch::Tensor root = vectors.mm(values.sqrt().diag()).mm(vectors.t());
  const double cross = eigen(root.mm(b.covariance).mm(root)).first.sqrt().sum().item<double>();
  const double squared = (a.mean - b.mean).square().sum().item<double>() + a.covariance.trace().item<double>() +
                         b.covariance.trace().item<double>() - 2.0 * cross;
  return std::max(squared, 0.0);  // rounding makes the distance of equal sets a little less than 0
}

}  // namespace latentwalk
