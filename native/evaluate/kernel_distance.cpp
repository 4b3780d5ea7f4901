#include "kernel_distance.hpp"

#include <algorithm>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

constexpr std::int64_t kPart = 1000;

torch::Tensor cubed(torch::Tensor products, std::int64_t dim) {
  products.div_(static_cast<double>(dim)).add_(1.0);
  return products * products * products;
}

/// The kernel summed over all pairs.
double pair_sum(const torch::Tensor& a, const torch::Tensor& b) {
  double sum = 0.0;
  for (std::int64_t first = 0; first < a.size(0); first += kPart) {
    const torch::Tensor rows = a.narrow(0, first, std::min(kPart, a.size(0) - first));
    sum += cubed(rows.mm(b.t()), a.size(1)).sum().item<double>();
  }
  return sum;
}

/// The mean over pairs of different points of one cloud.
double own_mean(const torch::Tensor& cloud) {
  const auto count = static_cast<double>(cloud.size(0));
  const double itself = cubed(cloud.square().sum(1), cloud.size(1)).sum().item<double>();
  return (pair_sum(cloud, cloud) - itself) / (count * (count - 1));
}

}  // namespace

double kernel_distance(const torch::Tensor& a, const torch::Tensor& b) {
  if (a.dim() != 2 || b.dim() != 2 || a.size(1) != b.size(1) || a.size(0) < 2 || b.size(0) < 2)
    fail("kernel_distance: two clouds of at least 2 vectors of one length expected");
  // Doubles: the means agree in their first digits, and the distance is what is left.
  const torch::Tensor x = a.to(torch::kFloat64), y = b.to(torch::kFloat64);
  const double cross = pair_sum(x, y) / (static_cast<double>(x.size(0)) * static_cast<double>(y.size(0)));
  return own_mean(x) + own_mean(y) - 2.0 * cross;
}

}  // namespace latentwalk
