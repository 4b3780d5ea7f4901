#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "latentwalk/spec.hpp"
#include "latentwalk/tensor.hpp"

/// Points and paths in latent space.
namespace latentwalk {

/// Draws `count` latents from the model's prior, (count, latent_dim). Row i depends only on the seed and i.
Tensor sample_latents(const ModelSpec& model, std::uint64_t seed, std::size_t count);

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

/// One-hot class weights (N, class_count) of labels. Throws Error if a label is not in [0, class_count).
Tensor class_weights(std::span<const std::int32_t> labels, std::size_t class_count);

/// Class weights along the walk through stations with these labels: (walk length, class_count), as Model::decode_blend
/// takes them. From station to station the weight goes over linearly. The arguments and errors are those of walk.
Tensor class_weights_along(std::span<const std::int32_t> labels, std::size_t class_count, std::size_t frames,
                           bool loop = false);

/// A - B + C of three rows (3, size), latents or one-hot class weights: (size). With `mean_length` the result is scaled
/// to the mean length of the three; a result of length 0 stays. Throws Error if the shape differs.
Tensor arithmetic(const Tensor& terms, bool mean_length = false);

/// The Euclidean length of each row of latents (N, latent_dim). Throws Error if the shape differs.
std::vector<double> lengths_of(const Tensor& latents);

/// A coordinate of the latent vector.
struct Coordinate {
  const LatentBlock* block = nullptr;  ///< The block that it belongs to, a part of the model's spec.
  std::size_t first = 0;               ///< The block's first coordinate.
  std::size_t index = 0;               ///< Its place in the block.
  double low = -3.0;  ///< The low end of the range to show: 3 standard deviations, or the uniform range.
  double high = 3.0;  ///< Its high end.
};
/// The coordinate with this number, from 0. Throws Error if it is not below latent_dim.
Coordinate coordinate_of(const ModelSpec& model, std::size_t coordinate);

/// Latents along one coordinate, (steps, latent_dim): evenly from its low to its high end, with all other coordinates
/// as in `latent` (latent_dim). For a coordinate of a categorical block, each value of the block in turn, (block dim,
/// latent_dim). Throws Error if the coordinate is out of range or the shape differs.
Tensor along_coordinate(const ModelSpec& model, std::span<const float> latent, std::size_t coordinate,
                        std::size_t steps);

}  // namespace latentwalk
