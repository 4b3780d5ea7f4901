#pragma once

#include <utility>
#include <vector>

#include "latentwalk/tensor.hpp"

namespace latentwalk::viewer {

/// A plane in latent space seen from the front: origin + x right + y down, both of length 1.
struct Projection {
  std::vector<float> origin, right, down;

  /// The latent at (x, y), and where a latent falls.
  std::vector<float> latent(double x, double y) const;
  std::pair<double, double> place(const float* latent) const;
};

/// The plane of two coordinates, all others 0.
Projection coordinate_plane(std::size_t dim, std::size_t x, std::size_t y);

/// The plane in which the points (N, dim) spread most: their first two principal components, about their mean. The
/// sign is fixed, so that the same points always give the same plane.
Projection principal_plane(const Tensor& points);

}  // namespace latentwalk::viewer
