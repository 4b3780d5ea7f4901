#include "latentwalk/plane.hpp"

#include <algorithm>
#include <cmath>

#include "format/check_finite.hpp"
#include "latent/labels.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

void require_corners(const Tensor& corners, const char* what) {
  if (corners.dimension() != 2 || corners.shape(0) != 3 || corners.shape(1) == 0)
    fail(what, ": 3 latents expected as corners, found ", shape_text(shape_of(corners)));
}

void require_places(const Tensor& places, const char* what) {
  if (places.dimension() != 2 || places.shape(1) != 2)
    fail(what, ": places (N, 2) expected, found ", shape_text(shape_of(places)));
}

void write_point(const Tensor& corners, double x, double y, float* out) {
  const std::size_t dim = corners.shape(1);
  const float* origin = corners.data();
  for (std::size_t i = 0; i < dim; ++i) {
    const double o = origin[i];
    out[i] = static_cast<float>(o + x * (origin[dim + i] - o) + y * (origin[2 * dim + i] - o));
  }
}

}  // namespace

Tensor plane_points(const Tensor& corners, const Tensor& places) {
  require_corners(corners, "plane");
  require_places(places, "plane");
  const std::size_t dim = corners.shape(1);
  Tensor points = zeros({places.shape(0), dim});
  for (std::size_t n = 0; n < places.shape(0); ++n)
    write_point(corners, places.data()[2 * n], places.data()[2 * n + 1], points.data() + n * dim);
  check_finite(points, "plane");
  return points;
}

Tensor plane(const Tensor& corners, std::size_t rows, std::size_t columns, double low, double high) {
  require_corners(corners, "plane");
  if (rows < 1 || columns < 1) fail("plane: at least one row and one column expected");
  const std::size_t dim = corners.shape(1);
  const auto at = [&](std::size_t i, std::size_t count) {
    return count > 1 ? low + (high - low) * static_cast<double>(i) / static_cast<double>(count - 1) : low;
  };
  Tensor points = zeros({rows * columns, dim});
  float* out = points.data();
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t column = 0; column < columns; ++column, out += dim)
      write_point(corners, at(column, columns), at(row, rows), out);
  check_finite(points, "plane");
  return points;
}

Tensor places_on_plane(const Tensor& corners, const Tensor& latents) {
  require_corners(corners, "places on a plane");
  const std::size_t dim = corners.shape(1);
  if (latents.dimension() != 2 || latents.shape(1) != dim)
    fail("places on a plane: latents (N, ", dim, ") expected, found ", shape_text(shape_of(latents)));
  const float* origin = corners.data();
  // The products of the two edges; the nearest point solves a system of two equations.
  double rr = 0, ru = 0, uu = 0;
  const auto edge = [&](std::size_t corner, std::size_t i) {
    return static_cast<double>(origin[corner * dim + i]) - origin[i];
  };
  for (std::size_t i = 0; i < dim; ++i) {
    rr += edge(1, i) * edge(1, i);
    ru += edge(1, i) * edge(2, i);
    uu += edge(2, i) * edge(2, i);
  }
  const double determinant = rr * uu - ru * ru;
  if (!(determinant > 1e-12 * rr * uu)) fail("places on a plane: the three corners lie on a line");
  Tensor places = zeros({latents.shape(0), 2});
  for (std::size_t n = 0; n < latents.shape(0); ++n) {
    double right = 0, up = 0;
    for (std::size_t i = 0; i < dim; ++i) {
      const double away = static_cast<double>(latents.data()[n * dim + i]) - origin[i];
      right += away * edge(1, i);
      up += away * edge(2, i);
    }
    places.data()[2 * n] = static_cast<float>((uu * right - ru * up) / determinant);
    places.data()[2 * n + 1] = static_cast<float>((rr * up - ru * right) / determinant);
  }
  return places;
}

Tensor plane_through(const Tensor& corners, const Tensor& latent) {
  Tensor row = latent;
  row.reshape({std::size_t{1}, row.size()});
  const Tensor nearest = plane_points(corners, places_on_plane(corners, row));
  Tensor moved = corners;
  const std::size_t dim = corners.shape(1);
  for (std::size_t i = 0; i < moved.size(); ++i) moved.data()[i] += row.data()[i % dim] - nearest.data()[i % dim];
  return moved;
}

Tensor places_along(const Tensor& path, std::size_t count) {
  require_places(path, "path");
  const std::size_t points = path.shape(0);
  if (points < 1 || count < 2) fail("path: at least one point and two places expected");
  const auto at_point = [&](std::size_t n, std::size_t axis) { return static_cast<double>(path.data()[2 * n + axis]); };
  std::vector<double> distances(points, 0.0);  // from the first point, along the path
  for (std::size_t n = 1; n < points; ++n)
    distances[n] =
        distances[n - 1] + std::hypot(at_point(n, 0) - at_point(n - 1, 0), at_point(n, 1) - at_point(n - 1, 1));
  Tensor places = zeros({count, 2});
  for (std::size_t i = 0, next = 0; i < count; ++i) {
    const double at = distances.back() * static_cast<double>(i) / static_cast<double>(count - 1);
    while (next + 1 < points && distances[next] < at) ++next;
    const std::size_t before = next > 0 ? next - 1 : 0;
    const double leg = distances[next] - distances[before], t = leg > 0 ? (at - distances[before]) / leg : 0.0;
    for (std::size_t axis = 0; axis < 2; ++axis)
      places(i, axis) =
          static_cast<float>(at_point(before, axis) + t * (at_point(next, axis) - at_point(before, axis)));
  }
  return places;
}

Tensor class_weights_on_plane(std::span<const std::int32_t> labels, std::size_t class_count, const Tensor& places) {
  require_places(places, "class weights on a plane");
  if (labels.size() != 3) fail("class weights on a plane: 3 labels expected, found ", labels.size());
  require_labels(labels, class_count);
  Tensor weights = zeros({places.shape(0), class_count});
  for (std::size_t n = 0; n < places.shape(0); ++n) {
    const double x = places.data()[2 * n], y = places.data()[2 * n + 1];
    const double shares[3] = {std::max(1 - x - y, 0.0), std::max(x, 0.0), std::max(y, 0.0)};
    const double sum = shares[0] + shares[1] + shares[2];  // at least 1, the sum with the negative ones
    for (std::size_t corner = 0; corner < 3; ++corner)
      weights.data()[n * class_count + static_cast<std::size_t>(labels[corner])] +=
          static_cast<float>(shares[corner] / sum);
  }
  return weights;
}

double reach_of(const Tensor& places) {
  require_places(places, "reach");
  if (places.shape(0) < 1) fail("reach: at least one place expected");
  std::vector<double> sizes(places.shape(0));
  for (std::size_t n = 0; n < sizes.size(); ++n)
    sizes[n] = std::max(std::abs(places.data()[2 * n]), std::abs(places.data()[2 * n + 1]));
  const auto nearly_last = sizes.begin() + static_cast<std::ptrdiff_t>(0.995 * static_cast<double>(sizes.size() - 1));
  std::nth_element(sizes.begin(), nearly_last, sizes.end());
  return std::max(std::ceil(2 * *nearly_last) / 2, 1.0);
}

Tensor coordinate_plane(const Tensor& middle, std::size_t x, std::size_t y) {
  const std::size_t dim = middle.size();
  if (x >= dim || y >= dim || x == y)
    fail("plane of two coordinates: two different ones below ", dim, " expected, found ", x, " and ", y);
  Tensor corners = zeros({3, dim});
  for (std::size_t corner = 0; corner < 3; ++corner) {
    float* row = corners.data() + corner * dim;
    std::copy_n(middle.data(), dim, row);
    row[x] = corner == 1 ? 1.0F : 0.0F;
    row[y] = corner == 2 ? 1.0F : 0.0F;
  }
  return corners;
}

}  // namespace latentwalk
