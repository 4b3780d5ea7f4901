#include "latent/evolution.hpp"

#include <algorithm>
#include <cmath>

#include "latent/order.hpp"

namespace latentwalk {

Evolution::Evolution(const float* start, std::size_t dim, const SearchSpace& space, double step, std::size_t size,
                     std::uint64_t seed)
    : space_(space),
      dim_(dim),
      size_(size),
      step_(step),
      sigma_(step),
      start_(start, start + dim),
      rng_(seed),
      mean_(start, start + dim),
      variance_(dim, 1.0),
      step_path_(dim, 0.0),
      path_(dim, 0.0),
      weights_(size / 2) {
  const auto n = static_cast<double>(dim), parents = static_cast<double>(weights_.size());
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < weights_.size(); ++i)
    sum += weights_[i] = std::log(parents + 0.5) - std::log(static_cast<double>(i + 1));
  for (double& weight : weights_) {
    weight /= sum;
    squares += weight * weight;
  }
  effective_ = 1 / squares;
  learn_step_ = (effective_ + 2) / (n + effective_ + 5);
  damping_ = 1 + 2 * std::max(0.0, std::sqrt((effective_ - 1) / (n + 1)) - 1) + learn_step_;
  learn_path_ = (4 + effective_ / n) / (n + 4 + 2 * effective_ / n);
  const double faster = (n + 2) / 3;  // the covariance learns faster because it is diagonal
  learn_one_ = faster * 2 / ((n + 1.3) * (n + 1.3) + effective_);
  learn_many_ =
      std::min(1 - learn_one_, faster * 2 * (effective_ - 2 + 1 / effective_) / ((n + 2) * (n + 2) + effective_));
  expected_ = std::sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
}

Tensor Evolution::ask() {
  Tensor points = zeros({size_, dim_});
  float* out = points.data();
  for (std::size_t n = 0; n < size_; ++n)
    for (std::size_t i = 0; i < dim_; ++i) {
      const double value = space_.fixed[i] ? start_[i] : mean_[i] + sigma_ * std::sqrt(variance_[i]) * rng_.normal();
      *out++ = std::clamp(static_cast<float>(value), space_.low[i], space_.high[i]);
    }
  return points;
}

void Evolution::tell(const Tensor& points, std::span<const double> costs) {
  const std::vector<std::size_t> order = ascending_order(costs);
  // How far the better half lies from the mean, and how widely, weighted by rank.
  Vector moved(dim_, 0.0), spread(dim_, 0.0);
  for (std::size_t rank = 0; rank < weights_.size(); ++rank)
    for (std::size_t i = 0; i < dim_; ++i) {
      const double y = (points.data()[order[rank] * dim_ + i] - mean_[i]) / sigma_;
      moved[i] += weights_[rank] * y;
      spread[i] += weights_[rank] * y * y;
    }
  const double length = move_mean(moved);
  learn(moved, spread, length);
  sigma_ = std::clamp(sigma_ * std::exp(learn_step_ / damping_ * (length / expected_ - 1)), 1e-4, 10 * step_);
}

// Moves the mean and returns the length of the path of its last steps.
double Evolution::move_mean(const Vector& moved) {
  const double gain = std::sqrt(learn_step_ * (2 - learn_step_) * effective_);
  double squares = 0;
  for (std::size_t i = 0; i < dim_; ++i) {
    if (space_.fixed[i]) continue;
    mean_[i] += sigma_ * moved[i];
    step_path_[i] = (1 - learn_step_) * step_path_[i] + gain * moved[i] / std::sqrt(variance_[i]);
    squares += step_path_[i] * step_path_[i];
  }
  return std::sqrt(squares);
}

void Evolution::learn(const Vector& moved, const Vector& spread, double length) {
  unlearned_ *= (1 - learn_step_) * (1 - learn_step_);
  const double longest = (1.4 + 2 / (static_cast<double>(dim_) + 1)) * expected_;
  const bool steady = length / std::sqrt(1 - unlearned_) < longest;
  const double gain = steady ? std::sqrt(learn_path_ * (2 - learn_path_) * effective_) : 0;
  for (std::size_t i = 0; i < dim_; ++i) {
    if (space_.fixed[i]) continue;
    path_[i] = (1 - learn_path_) * path_[i] + gain * moved[i];
    variance_[i] = std::max(
        (1 - learn_one_ - learn_many_) * variance_[i] + learn_one_ * path_[i] * path_[i] + learn_many_ * spread[i],
        1e-12);
  }
}

}  // namespace latentwalk
