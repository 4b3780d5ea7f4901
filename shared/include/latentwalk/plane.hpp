#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "latentwalk/tensor.hpp"

/// Planes in latent space. A plane is given by three latents, its corners (3, latent_dim): the place (x, y) on it is
/// the latent first + x (second - first) + y (third - first), so that the corners are at (0, 0), (1, 0) and (0, 1).
namespace latentwalk {

/// The latents at places (N, 2) of a plane: (N, latent_dim). Throws Error if a shape differs or a number is not finite.
Tensor plane_points(const Tensor& corners, const Tensor& places);

/// The same plane moved so that it goes through a latent (latent_dim), or (1, latent_dim): each latent keeps the place
/// that places_on_plane gives. Throws as that does.
Tensor plane_through(const Tensor& corners, const Tensor& latent);

/// `count` >= 2 places (count, 2) at even distances along the lines from point to point of a path (N, 2), N >= 1.
/// Throws Error if a shape differs.
Tensor places_along(const Tensor& path, std::size_t count);

/// A grid on a plane: x goes from `low` to `high` along the columns and y along the rows. Returns (rows * columns,
/// latent_dim), row by row; with one row or column, it is at `low`. Throws Error if the shape differs, rows or columns
/// are 0, or a point is not finite.
Tensor plane(const Tensor& corners, std::size_t rows, std::size_t columns, double low = 0.0, double high = 1.0);

/// The places (N, 2) of the points of a plane that are nearest to latents (N, latent_dim). Throws Error if a shape
/// differs or the corners lie on a line.
Tensor places_on_plane(const Tensor& corners, const Tensor& latents);

/// Class weights (N, class_count) at places (N, 2) of a plane whose three corners have these labels: the barycentric
/// weights 1 - x - y, x and y of the corners, negative ones set to 0, divided by their sum. A row sums to 1, and at a
/// corner only its class has a weight. Throws Error if a shape differs or a label is not in [0, class_count).
Tensor class_weights_on_plane(std::span<const std::int32_t> labels, std::size_t class_count, const Tensor& places);

/// The smallest r, in steps of 0.5 and at least 1, such that 99.5 % of the places (N, 2) lie in [-r, r] x [-r, r]; N >=
/// 1. Throws Error if the shape differs.
double reach_of(const Tensor& places);

/// The plane of two coordinates: the corners are `middle` (latent_dim) with both coordinates set to 0, and the points
/// at distance 1 from it along coordinates `x` and `y`. Throws Error if these are equal or out of range.
Tensor coordinate_plane(const Tensor& middle, std::size_t x, std::size_t y);

}  // namespace latentwalk
