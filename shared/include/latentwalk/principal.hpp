#pragma once

#include <vector>

#include "latentwalk/tensor.hpp"

namespace latentwalk {

/// Principal components: the directions in which points spread most, the widest first.
struct PrincipalAxes {
  Tensor mean;  ///< (dim)
  /// (wanted, dim): orthogonal unit vectors. The largest coordinate of each is positive, so that the same points always
  /// give the same axes. An axis along which the points do not spread may be 0.
  Tensor axes;
  std::vector<double> shares;  ///< The share of the whole variance along each axis.
};

/// The principal axes of points (N, dim), with N >= 1 and 1 <= wanted <= dim. Up to 128 dimensions by Jacobi's
/// rotations, above by orthogonal iteration, which stops when it gains less than 0.01 % of the spread. Throws Error if
/// a shape differs or a number is not finite.
PrincipalAxes principal_axes(const Tensor& points, std::size_t wanted);

/// The plane through the mean along the first two axes, as plane.hpp takes it: (3, dim).
Tensor principal_plane(const PrincipalAxes& principal);

}  // namespace latentwalk
