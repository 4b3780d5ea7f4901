#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "latentwalk/mixture.hpp"
#include "latentwalk/spec.hpp"
#include "latentwalk/tensor.hpp"

/// Drifts: closed paths on which latents move slowly without becoming less likely.
namespace latentwalk {

inline constexpr double kShortestPeriod = 8.0;  ///< Seconds of the fastest path.
inline constexpr double kLongestPeriod = 20.0;  ///< Seconds of the slowest path.
inline constexpr double kDriftSoftStart = 2.0;  ///< Seconds until a path has its full speed.

/// A path for each of N latents: centre + cos(angle) (start - centre) + sin(angle) across. It begins at the latent.
struct Drift {
  Tensor orbits;               ///< (N, 3, latent_dim): centre, start and across of each path.
  std::vector<float> periods;  ///< The seconds of each path, kShortestPeriod to kLongestPeriod.
};

/// Paths for latents (N, latent_dim) of the model's own prior. Path i depends only on the seed and on latent i.
///   normal       a great circle: all normal coordinates together keep their length, and `across` is a normal draw made
///                orthogonal to them and as long as they are
///   uniform      each coordinate swings between its bounds
///   categorical  the value stays, because a network knows nothing between two values
/// Throws Error if the shape differs.
Drift drift(const ModelSpec& model, const Tensor& latents, std::uint64_t seed);

/// Paths for latents of a fitted prior: great circles around the mean of the component that a latent most likely comes
/// from, in that component's own coordinates, so that its density there stays the same. `labels` (N) in [0, G) choose
/// the mixtures; with no labels, the classes follow in turn. Throws Error if the shape, a label or their number is
/// wrong.
Drift drift(const GaussianMixture& mixture, const Tensor& latents, std::uint64_t seed,
            std::span<const std::int32_t> labels = {});

/// Where the paths are after `times` (N) seconds, each on its own clock: (N, latent_dim). Before 0 and at 0 it is the
/// latent itself; the speed rises evenly from there. Throws Error if a shape differs or a number is not finite.
Tensor drift_points(const Tensor& orbits, std::span<const float> periods, std::span<const float> times);

}  // namespace latentwalk
