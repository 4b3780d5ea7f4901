#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "latentwalk/rng.hpp"
#include "latentwalk/spec.hpp"
#include "latentwalk/tensor.hpp"

/// Points, paths and planes in latent space.
namespace latentwalk {

/// Draws `count` latents from the model's prior, (count, latent_dim). Row i depends only on the seed and i.
Tensor sample_latents(const ModelSpec& model, std::uint64_t seed, std::size_t count);

/// Draws the next `count` latents of the generator's stream into `out`, (count, latent_dim).
void fill_latents(const ModelSpec& model, Rng& rng, std::size_t count, float* out);

/// `count` class labels 0, 1, …, class_count - 1, 0, …; empty for an unconditional model.
std::vector<std::int32_t> labels_in_turn(const ModelSpec& model, std::size_t count);

/// How to interpolate between two latents.
enum class Interpolation {
  /// Spherical: the direction follows the great circle, and the length changes linearly. Keeps normal latents at the
  /// lengths that the model was trained on.
  slerp,
  /// Linear. Between normal latents it crosses a region where the prior has almost no mass.
  lerp
};

/// Reads "slerp" or "lerp". Throws Error on any other name.
Interpolation parse_interpolation(std::string_view name);

/// The point at t in [0, 1] between two latents, each (latent_dim). Uses lerp where slerp is undefined: for parallel,
/// opposite and zero vectors. Throws Error if the shapes differ or the point is not finite.
Tensor interpolate(const Tensor& from, const Tensor& to, double t, Interpolation how);

/// A walk through stations (station_count, latent_dim), station_count >= 2, with frames - 1 >= 1 steps for each leg:
/// ((station_count - 1) * (frames - 1) + 1, latent_dim). With `loop`, another leg leads back to the first station, and
/// the last point is left out because it equals the first: (station_count * (frames - 1), latent_dim). Throws Error if
/// there are too few stations or frames, or a point is not finite.
Tensor walk(const Tensor& stations, std::size_t frames, Interpolation how, bool loop = false);

/// A grid on the plane through three latents (3, latent_dim): first + u (second - first) + v (third - first), where u
/// goes from 0 to 1 along the columns and v along the rows. Returns (rows * columns, latent_dim), row by row. Throws
/// Error if the shape differs, rows or columns are 0, or a point is not finite.
Tensor plane(const Tensor& corners, std::size_t rows, std::size_t columns);

}  // namespace latentwalk
