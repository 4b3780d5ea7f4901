#include "evaluate/kernel_distance.hpp"

#include <algorithm>

#include "evaluate/neighbours.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

constexpr std::int64_t kKernelRows = 1000;

/// (N, F), (M, F) -> (N, M)
torch::Tensor cubic(const torch::Tensor& a, const torch::Tensor& b) {
  const torch::Tensor products = a.mm(b.t()).div_(static_cast<double>(a.size(1))).add_(1.0);
  return products * products * products;
}

torch::Tensor gaussian(const torch::Tensor& a, const torch::Tensor& b) {
  return squared_distances(a, b).div_(-static_cast<double>(a.size(1))).exp_();
}

/// The sum of the kernel over all pairs of rows, or, if `others`, over the pairs of different rows.
template <class Kernel>
double pair_sum(const torch::Tensor& a, const torch::Tensor& b, const Kernel& kernel, bool others = false) {
  double sum = 0.0;
  for (std::int64_t first = 0; first < a.size(0); first += kKernelRows) {
    const torch::Tensor values = kernel(a.narrow(0, first, std::min(kKernelRows, a.size(0) - first)), b);
    sum += values.sum().template item<double>();
    if (others) sum -= values.diagonal(first).sum().template item<double>();
  }
  return sum;
}

template <class Kernel>
double discrepancy(const torch::Tensor& a, const torch::Tensor& b, const Kernel& kernel, const char* name) {
  if (a.dim() != 2 || b.dim() != 2 || a.size(1) != b.size(1) || a.size(0) < 2 || b.size(0) < 2)
    fail(name, ": expected two clouds of at least 2 vectors of the same length");
  // In double precision, because the distance is a small difference of means.
  const torch::Tensor x = a.to(torch::kFloat64), y = b.to(torch::kFloat64);
  const auto n = static_cast<double>(x.size(0)), m = static_cast<double>(y.size(0));
  return pair_sum(x, x, kernel, true) / (n * (n - 1)) + pair_sum(y, y, kernel, true) / (m * (m - 1)) -
         2.0 * pair_sum(x, y, kernel) / (n * m);
}

}  // namespace

double kernel_distance(const torch::Tensor& a, const torch::Tensor& b) {
  return discrepancy(a, b, cubic, "kernel_distance");
}

double gaussian_discrepancy(const torch::Tensor& a, const torch::Tensor& b) {
  return discrepancy(a, b, gaussian, "gaussian_discrepancy");
}

}  // namespace latentwalk
