#include "frechet.hpp"

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

/// The eigenvalues and vectors of a symmetric matrix; negative rounding errors become 0.
std::pair<torch::Tensor, torch::Tensor> eigen(const torch::Tensor& symmetric) {
  const auto [values, vectors] = at::linalg_eigh((symmetric + symmetric.t()) / 2);
  return {values.clamp_min(0.0), vectors};
}

}  // namespace

Moments moments_of(const Tensor& features) {
  if (features.dimension() != 2 || features.shape(0) < 2)
    fail("moments: at least 2 feature vectors expected, found ", shape_text(shape_of(features)));
  const torch::Tensor x =
      torch::from_blob(const_cast<float*>(features.data()),
                       {static_cast<std::int64_t>(features.shape(0)), static_cast<std::int64_t>(features.shape(1))})
          .to(torch::kFloat64);
  const torch::Tensor mean = x.mean(0), centred = x - mean;
  return {mean, centred.t().mm(centred) / static_cast<double>(features.shape(0) - 1)};
}

double frechet_distance(const Moments& a, const Moments& b) {
  const auto [values, vectors] = eigen(a.covariance);
  const torch::Tensor root = vectors.mm(values.sqrt().diag()).mm(vectors.t());
  const double cross = eigen(root.mm(b.covariance).mm(root)).first.sqrt().sum().item<double>();
  return (a.mean - b.mean).square().sum().item<double>() + a.covariance.trace().item<double>() +
         b.covariance.trace().item<double>() - 2.0 * cross;
}

}  // namespace latentwalk
