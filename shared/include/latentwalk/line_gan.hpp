#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "latentwalk/objective_config.hpp"
#include "latentwalk/tensor.hpp"
#include "latentwalk/theory.hpp"

/// A GAN on a line, trained on the spot: section 2.1 of the paper with networks in place of the optimal discriminator.
/// Part of target latentwalk::learning.
namespace latentwalk {

inline constexpr std::size_t kLineGanPoints = 161;  ///< Of its curves, over the line as in line_curves.

/// What is trained.
struct LineGanConfig {
  LineDensity p;                                ///< The density of the data.
  LineDensity q;                                ///< The density that the generator starts with.
  bool trains_generator = false;                ///< Otherwise the discriminator alone learns, against q.
  GeneratorLoss loss = GeneratorLoss::minimax;  ///< The generator's loss.
  std::uint64_t seed = 1;                       ///< Of weights and samples.
};

/// The discriminator is a network from x to a logit, trained by Adam. The generator moves draws z of q: G(z) = z + a
/// network of z that begins at 0. It learns by plain gradient descent, which a vanishing gradient stops; Adam would
/// scale the gradient up. Each step of the generator follows five of the discriminator.
class LineGan {
 public:
  /// Throws Error if a density is out of range.
  explicit LineGan(const LineGanConfig& config);
  ~LineGan();
  LineGan(LineGan&&) noexcept;             ///< Leaves the source empty.
  LineGan& operator=(LineGan&&) noexcept;  ///< Leaves the source empty.

  /// Trains `count` steps. Throws Error if a weight is not finite afterwards.
  void step(std::size_t count);
  std::int64_t steps_done() const;  ///< Steps since the beginning.

  /// Curves (3, kLineGanPoints): D(x), the generator's density, and the derivative of the generator's loss by x, with
  /// which D teaches a sample at x. The density is q where the generator does not learn, and otherwise that of 2,048
  /// samples, smoothed by a normal kernel of standard deviation 0.08.
  Tensor curves();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace latentwalk
