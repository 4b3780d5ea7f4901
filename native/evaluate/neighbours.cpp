#include "evaluate/neighbours.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

constexpr std::int64_t kRowsAtOnce = 1000;  // their distances to ten thousand others take 40 MB

/// Calls `use` with the squared distances (part, M) of some rows of `a` to all rows of `b`, and with the number of the
/// first of these rows.
template <class Use>
void distances_in_parts(const torch::Tensor& a, const torch::Tensor& b, const Use& use) {
  for (std::int64_t first = 0; first < a.size(0); first += kRowsAtOnce)
    use(squared_distances(a.narrow(0, first, std::min(kRowsAtOnce, a.size(0) - first)), b), first);
}

/// The squared distance of each point to its k-th nearest neighbour in the same cloud.
torch::Tensor radii(const torch::Tensor& cloud, std::int64_t k) {
  std::vector<torch::Tensor> parts;
  distances_in_parts(cloud, cloud, [&](const torch::Tensor& squares, std::int64_t) {
    parts.push_back(std::get<0>(squares.kthvalue(k + 1, 1)));  // the nearest is the point itself
  });
  return torch::cat(parts);
}

}  // namespace

// |a - b|² = |a|² + |b|² - 2ab needs one matrix product. Rounding can make it negative, hence the clamp.
torch::Tensor squared_distances(const torch::Tensor& a, const torch::Tensor& b) {
  torch::Tensor squares = torch::addmm(b.square().sum(1).unsqueeze(0), a, b.t(), /*beta=*/1, /*alpha=*/-2);
  squares += a.square().sum(1).unsqueeze(1);
  return squares.clamp_min_(0.0);
}

CloudOverlap cloud_overlap(const torch::Tensor& real, const torch::Tensor& samples, std::int64_t k) {
  if (k < 1 || k >= std::min(real.size(0), samples.size(0)))
    fail("cloud_overlap: k is ", k, ", expected 1 to ", std::min(real.size(0), samples.size(0)) - 1);
  const torch::Tensor real_radii = radii(real, k), sample_radii = radii(samples, k);
  torch::Tensor covered = torch::zeros({real.size(0)}, torch::kBool), recalled = covered.clone();
  std::int64_t precise = 0, neighbourhoods = 0;
  distances_in_parts(samples, real, [&](const torch::Tensor& squares, std::int64_t first) {
    const torch::Tensor inside = squares <= real_radii.unsqueeze(0);
    precise += inside.any(1).sum().item<std::int64_t>();
    neighbourhoods += inside.sum().item<std::int64_t>();
    covered |= inside.any(0);
    recalled |= (squares <= sample_radii.narrow(0, first, squares.size(0)).unsqueeze(1)).any(0);
  });
  const auto count = static_cast<double>(samples.size(0));
  return {static_cast<double>(precise) / count, recalled.to(torch::kFloat64).mean().item<double>(),
          static_cast<double>(neighbourhoods) / (static_cast<double>(k) * count),
          covered.to(torch::kFloat64).mean().item<double>()};
}

torch::Tensor nearest_distances(const torch::Tensor& points, const torch::Tensor& others) {
  torch::Tensor best = torch::full({points.size(0)}, std::numeric_limits<float>::infinity());
  distances_in_parts(others, points, [&](const torch::Tensor& squares, std::int64_t) {
    best = torch::minimum(best, std::get<0>(squares.min(0)));
  });
  return best.sqrt();
}

}  // namespace latentwalk
