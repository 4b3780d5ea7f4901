#include "viewer/core/projection.hpp"

#include <algorithm>
#include <cmath>

namespace latentwalk::viewer {
namespace {

std::vector<double> times(const std::vector<double>& matrix, const std::vector<double>& vector) {
  const std::size_t dim = vector.size();
  std::vector<double> product(dim, 0.0);
  for (std::size_t i = 0; i < dim; ++i)
    for (std::size_t j = 0; j < dim; ++j) product[i] += matrix[i * dim + j] * vector[j];
  return product;
}

double normalise(std::vector<double>& vector) {
  double length = 0;
  for (const double value : vector) length += value * value;
  length = std::sqrt(length);
  for (double& value : vector) value = length > 0 ? value / length : 0.0;
  return length;
}

/// The eigenvector of the largest eigenvalue, by powers; the matrix loses it.
std::vector<double> take_component(std::vector<double>& covariance, std::size_t dim) {
  std::vector<double> vector(dim);
  for (std::size_t i = 0; i < dim; ++i) vector[i] = 1.0 + 0.1 * static_cast<double>(i % 7);
  normalise(vector);
  double eigenvalue = 0;
  for (int round = 0; round < 200; ++round) {
    std::vector<double> next = times(covariance, vector);
    eigenvalue = normalise(next);
    if (eigenvalue == 0) break;
    vector = std::move(next);
  }
  for (std::size_t i = 0; i < dim; ++i)
    for (std::size_t j = 0; j < dim; ++j) covariance[i * dim + j] -= eigenvalue * vector[i] * vector[j];
  const auto largest =
      std::max_element(vector.begin(), vector.end(), [](double a, double b) { return std::abs(a) < std::abs(b); });
  if (*largest < 0)
    for (double& value : vector) value = -value;
  return vector;
}

}  // namespace

std::vector<float> Projection::latent(double x, double y) const {
  std::vector<float> point(origin.size());
  for (std::size_t i = 0; i < origin.size(); ++i) point[i] = static_cast<float>(origin[i] + x * right[i] + y * down[i]);
  return point;
}

std::pair<double, double> Projection::place(const float* latent) const {
  double x = 0, y = 0;
  for (std::size_t i = 0; i < origin.size(); ++i) {
    x += (static_cast<double>(latent[i]) - origin[i]) * right[i];
    y += (static_cast<double>(latent[i]) - origin[i]) * down[i];
  }
  return {x, y};
}

Projection coordinate_plane(std::size_t dim, std::size_t x, std::size_t y) {
  Projection plane{std::vector<float>(dim, 0.0F), std::vector<float>(dim, 0.0F), std::vector<float>(dim, 0.0F)};
  plane.right[x] = 1.0F;
  plane.down[y] = 1.0F;
  return plane;
}

Projection principal_plane(const Tensor& points) {
  const std::size_t count = points.shape(0), dim = points.shape(1);
  std::vector<double> mean(dim, 0.0), covariance(dim * dim, 0.0);
  for (std::size_t n = 0; n < count; ++n)
    for (std::size_t i = 0; i < dim; ++i) mean[i] += points.data()[n * dim + i] / static_cast<double>(count);
  for (std::size_t n = 0; n < count; ++n)
    for (std::size_t i = 0; i < dim; ++i)
      for (std::size_t j = 0; j < dim; ++j)
        covariance[i * dim + j] += (points.data()[n * dim + i] - mean[i]) * (points.data()[n * dim + j] - mean[j]) /
                                   static_cast<double>(count);
  const std::vector<double> first = take_component(covariance, dim), second = take_component(covariance, dim);
  return {{mean.begin(), mean.end()}, {first.begin(), first.end()}, {second.begin(), second.end()}};
}

}  // namespace latentwalk::viewer
