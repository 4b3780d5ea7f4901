#include "latentwalk/principal.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "format/check_finite.hpp"
#include "latent/order.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/rng.hpp"

namespace latentwalk {
namespace {

using Vector = std::vector<double>;

// The exact method takes time with the cube of the number of dimensions and memory with its square.
constexpr std::size_t kMostExact = 128;
constexpr int kMostSweeps = 60, kMostRounds = 60;
constexpr double kStill = 1e-4;  // orthogonal iteration ends when the spread grows by less than this share

struct Cloud {
  const float* points;
  std::size_t count, dim;
  Vector mean;
  double away(std::size_t n, std::size_t i) const { return points[n * dim + i] - mean[i]; }
};

Vector mean_of(const Tensor& points) {
  const std::size_t count = points.shape(0), dim = points.shape(1);
  Vector mean(dim, 0.0);
  for (std::size_t n = 0; n < count; ++n)
    for (std::size_t i = 0; i < dim; ++i) mean[i] += points.data()[n * dim + i] / static_cast<double>(count);
  return mean;
}

double dot(const Vector& a, const Vector& b) { return std::inner_product(a.begin(), a.end(), b.begin(), 0.0); }

// Rotates the plane of p and q so that a[p, q] becomes 0.
void rotate(Vector& a, Vector& vectors, std::size_t size, std::size_t p, std::size_t q) {
  const double apq = a[p * size + q];
  if (std::abs(apq) < 1e-300) return;
  const double theta = (a[q * size + q] - a[p * size + p]) / (2 * apq);
  const double t = (theta < 0 ? -1 : 1) / (std::abs(theta) + std::sqrt(theta * theta + 1));
  const double cosine = 1 / std::sqrt(t * t + 1), sine = t * cosine;
  const auto turn = [&](double& x, double& y) {
    const double before = x;
    x = cosine * before - sine * y;
    y = sine * before + cosine * y;
  };
  for (std::size_t k = 0; k < size; ++k) turn(a[k * size + p], a[k * size + q]);
  for (std::size_t k = 0; k < size; ++k) {
    turn(a[p * size + k], a[q * size + k]);
    turn(vectors[k * size + p], vectors[k * size + q]);
  }
}

// Diagonalises a symmetric matrix; returns the eigenvectors as columns.
Vector diagonalise(Vector& a, std::size_t size) {
  Vector vectors(size * size, 0.0);
  for (std::size_t i = 0; i < size; ++i) vectors[i * size + i] = 1;
  for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
    double off = 0, all = 0;
    for (std::size_t i = 0; i < size; ++i)
      for (std::size_t j = 0; j <= i; ++j) (i == j ? all : off) += a[i * size + j] * a[i * size + j];
    if (off <= 1e-24 * all) break;
    for (std::size_t p = 0; p + 1 < size; ++p)
      for (std::size_t q = p + 1; q < size; ++q) rotate(a, vectors, size, p, q);
  }
  return vectors;
}

struct Found {
  std::vector<Vector> axes;
  Vector variances;
  double whole = 0;  // the variance along all axes
};

Found exact_axes(const Cloud& cloud, std::size_t wanted) {
  const std::size_t dim = cloud.dim;
  Vector covariance(dim * dim, 0.0);
  for (std::size_t n = 0; n < cloud.count; ++n)
    for (std::size_t i = 0; i < dim; ++i) {
      const double away = cloud.away(n, i) / static_cast<double>(cloud.count);
      for (std::size_t j = 0; j <= i; ++j) covariance[i * dim + j] += away * cloud.away(n, j);
    }
  for (std::size_t i = 0; i < dim; ++i)
    for (std::size_t j = 0; j < i; ++j) covariance[j * dim + i] = covariance[i * dim + j];
  const Vector vectors = diagonalise(covariance, dim);
  Vector falling(dim);  // negative, so that the widest comes first
  Found found;
  for (std::size_t k = 0; k < dim; ++k) {
    falling[k] = -std::max(covariance[k * dim + k], 0.0);
    found.whole -= falling[k];
  }
  const std::vector<std::size_t> order = ascending_order(falling);
  for (std::size_t rank = 0; rank < wanted; ++rank) {
    Vector axis(dim);
    for (std::size_t i = 0; i < dim; ++i) axis[i] = vectors[i * dim + order[rank]];
    found.axes.push_back(std::move(axis));
    found.variances.push_back(-falling[order[rank]]);
  }
  return found;
}

// The covariance times a direction.
Vector spread_along(const Cloud& cloud, const Vector& axis) {
  Vector out(cloud.dim, 0.0);
  for (std::size_t n = 0; n < cloud.count; ++n) {
    double along = 0;
    for (std::size_t i = 0; i < cloud.dim; ++i) along += cloud.away(n, i) * axis[i];
    along /= static_cast<double>(cloud.count);
    for (std::size_t i = 0; i < cloud.dim; ++i) out[i] += along * cloud.away(n, i);
  }
  return out;
}

// Each round turns orthogonal directions towards the widest spread.
Found iterated_axes(const Cloud& cloud, std::size_t wanted) {
  Rng rng(1);
  Found found;
  for (std::size_t k = 0; k < wanted; ++k) {
    Vector& axis = found.axes.emplace_back(cloud.dim);
    for (double& value : axis) value = rng.normal();
  }
  found.variances.assign(wanted, 0.0);
  double before = 0;
  for (int round = 0; round < kMostRounds; ++round) {
    for (std::size_t k = 0; k < wanted; ++k) {
      Vector next = round == 0 ? found.axes[k] : spread_along(cloud, found.axes[k]);
      for (std::size_t j = 0; j < k; ++j) {
        const double along = dot(next, found.axes[j]);
        for (std::size_t i = 0; i < cloud.dim; ++i) next[i] -= along * found.axes[j][i];
      }
      found.variances[k] = std::sqrt(dot(next, next));
      for (double& value : next) value /= found.variances[k] > 0 ? found.variances[k] : 1.0;
      found.axes[k] = std::move(next);
    }
    const double sum = std::accumulate(found.variances.begin(), found.variances.end(), 0.0);
    if (std::abs(sum - before) < kStill * sum) break;
    before = sum;
  }
  for (std::size_t n = 0; n < cloud.count; ++n)
    for (std::size_t i = 0; i < cloud.dim; ++i)
      found.whole += cloud.away(n, i) * cloud.away(n, i) / static_cast<double>(cloud.count);
  return found;
}

}  // namespace

PrincipalAxes principal_axes(const Tensor& points, std::size_t wanted) {
  if (points.dimension() != 2 || points.size() == 0)
    fail("principal axes: points (N, dim) expected, found ", shape_text(shape_of(points)));
  const std::size_t dim = points.shape(1);
  if (wanted < 1 || wanted > dim) fail("principal axes: 1 to ", dim, " axes expected, found ", wanted);
  check_finite(points, "principal axes");
  const Cloud cloud{points.data(), points.shape(0), dim, mean_of(points)};
  const Found found = dim > kMostExact ? iterated_axes(cloud, wanted) : exact_axes(cloud, wanted);

  PrincipalAxes result{zeros({dim}), zeros({wanted, dim}), {}};
  std::copy(cloud.mean.begin(), cloud.mean.end(), result.mean.data());
  for (std::size_t k = 0; k < wanted; ++k) {
    const Vector& axis = found.axes[k];
    const auto largest =
        std::max_element(axis.begin(), axis.end(), [](double a, double b) { return std::abs(a) < std::abs(b); });
    for (std::size_t i = 0; i < dim; ++i)
      result.axes.data()[k * dim + i] = static_cast<float>(*largest < 0 ? -axis[i] : axis[i]);
    result.shares.push_back(found.whole > 0 ? found.variances[k] / found.whole : 0.0);
  }
  return result;
}

Tensor principal_plane(const PrincipalAxes& principal) {
  if (principal.shares.size() < 2) fail("plane of widest spread: 2 axes expected, found ", principal.shares.size());
  const std::size_t dim = principal.mean.size();
  Tensor corners = zeros({3, dim});
  for (std::size_t corner = 0; corner < 3; ++corner)
    for (std::size_t i = 0; i < dim; ++i)
      corners.data()[corner * dim + i] =
          principal.mean.data()[i] + (corner > 0 ? principal.axes.data()[(corner - 1) * dim + i] : 0.0F);
  return corners;
}

}  // namespace latentwalk
