#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "latentwalk/spec.hpp"
#include "latentwalk/tensor.hpp"

/// Points and paths in latent space.
namespace latentwalk {

/// `count` draws from the model's prior, (count, latent_dim). The first n rows do not depend on count.
Tensor sample_latents(const ModelSpec& model, std::uint64_t seed, std::size_t count);

/// `count` class labels 0, 1, …, class_count - 1, 0, …; empty for an unconditional model.
std::vector<std::int32_t> labels_in_turn(const ModelSpec& model, std::size_t count);

/// How to go from one latent to another.
enum class Interpolation {
  slerp,  ///< Along the great circle, the length going linearly from one end's to the other's: keeps normal latents
          ///< at the length the model was trained on.
  lerp    ///< Along the straight line, which for normal latents crosses a region the prior hardly ever visits.
};

/// "slerp" or "lerp"; throws Error on anything else.
Interpolation parse_interpolation(std::string_view name);

/// The point at t in [0, 1] between two latents, both (latent_dim). Where slerp is undefined (parallel, opposite or
/// zero vectors) it is the straight line.
Tensor interpolate(const Tensor& from, const Tensor& to, double t, Interpolation how);

/// A walk through stations (station_count >= 2, latent_dim): `frames` points for each leg, ends included once;
/// ((station_count - 1) * (frames - 1) + 1, latent_dim). With `loop`, a last leg leads back to the first station and
/// the final point, equal to the first, is left out. frames >= 2.
Tensor walk(const Tensor& stations, std::size_t frames, Interpolation how, bool loop = false);

/// The plane through three latents (3, latent_dim): origin + u e1 + v e2, where e1 leads to the second and e2 to the
/// third; a grid of (rows * columns, latent_dim), u in [0, 1] along the columns, v in [0, 1] along the rows.
Tensor plane(const Tensor& corners, std::size_t rows, std::size_t columns);

}  // namespace latentwalk
