#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "latentwalk/rng.hpp"
#include "latentwalk/search.hpp"
#include "latentwalk/tensor.hpp"

namespace latentwalk {

/// Separable CMA-ES with Hansen's default rates.
class Evolution {
 public:
  /// Begins at `start` (dim) with steps of this size; `size` points a round, at least 4.
  Evolution(const float* start, std::size_t dim, const SearchSpace& space, double step, std::size_t size,
            std::uint64_t seed);

  /// The points of the next round, (size, dim).
  Tensor ask();
  /// Learns from the points that ask returned last, and their costs.
  void tell(const Tensor& points, std::span<const double> costs);

 private:
  using Vector = std::vector<double>;
  double move_mean(const Vector& moved);
  void learn(const Vector& moved, const Vector& spread, double length);

  SearchSpace space_;
  std::size_t dim_, size_;
  double step_, sigma_;
  std::vector<float> start_;
  Rng rng_;
  Vector mean_, variance_, step_path_, path_, weights_;
  // The rates: how many points the weighted half counts as, how fast the paths and the variances learn, and the length
  // that a step has by chance alone.
  double effective_ = 0, learn_step_ = 0, damping_ = 0, learn_path_ = 0, learn_one_ = 0, learn_many_ = 0, expected_ = 0;
  double unlearned_ = 1;  // (1 - learn_step)^(2 rounds)
};

}  // namespace latentwalk
