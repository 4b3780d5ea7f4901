#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "latentwalk/tensor.hpp"

/// Mixtures of normal distributions with full covariances: the fitted prior of a VAE.
namespace latentwalk {

/// One mixture of K normal distributions for each of G classes; G is 1 for an unconditional model. A covariance is its
/// root times the root's transpose.
struct GaussianMixture {
  Tensor weights;  ///< (G, K), at least 0; each row sums to 1.
  Tensor means;    ///< (G, K, dim)
  Tensor roots;    ///< (G, K, dim (dim + 1) / 2): lower triangles, row by row, with positive diagonals.

  std::size_t class_count() const { return weights.shape(0); }      ///< G
  std::size_t component_count() const { return weights.shape(1); }  ///< K
  std::size_t dim() const { return means.shape(2); }                ///< The length of a point.
};

/// Throws Error, beginning with `what`, unless shapes and values are as GaussianMixture states for `classes` mixtures
/// of points of length `dim`. Accepts sums of weights from 0.999 to 1.001, because F16 rounds them.
void check_mixture(const GaussianMixture& mixture, std::size_t classes, std::size_t dim, const std::string& what);

/// Draws `count` points, (count, dim). Row i depends only on the seed, i and label i, and has the same bits natively
/// and in wasm. `labels` (count) in [0, G) choose the mixtures; with no labels, the classes follow in turn. Throws
/// Error if a label or their number is wrong.
Tensor sample_mixture(const GaussianMixture& mixture, std::uint64_t seed, std::size_t count,
                      std::span<const std::int32_t> labels = {});

/// The natural logarithm of the density at a point (dim), where the classes' mixtures count as `class_weights` (G) say.
double log_density(const GaussianMixture& mixture, const float* point, std::span<const double> class_weights);

/// The component of a class's mixture, in [0, K), that a point (dim) most likely comes from. `own` (dim) gets the point
/// in the component's own coordinates, in which it is standard normal: the point is the mean + root own.
std::size_t likely_component(const GaussianMixture& mixture, std::size_t label, const float* point, double* own);

/// Moves a point (dim) uphill just as far as its log density reaches `level`, or until it rises no further. Does not
/// move a point that has it already.
void move_to_density(const GaussianMixture& mixture, std::span<const double> class_weights, double level, float* point);

/// How fit_mixture works.
struct MixtureFit {
  std::vector<std::size_t> components{10, 20, 40, 70, 100};  ///< The numbers of components to try, ascending.
  std::uint64_t seed = 1;                                    ///< Of the k-means++ start.
  std::size_t threads = 1;                                   ///< The result does not depend on it.
  /// Called after each number of components with the mean log-density of held-out points, in nats.
  std::function<void(std::size_t components, double held_out)> on_candidate = {};
};

/// Fits a mixture for each class to points (N, dim) by expectation maximisation from k-means++ centres (Arthur &
/// Vassilvitskii, 2007). Every tenth point is held out to choose the number of components, and joins the points for the
/// last fit. `labels` (N) in [0, classes) say which class a point belongs to; with no labels there is one mixture.
/// Throws Error unless each class has at least 10 points for each component of the smallest number.
GaussianMixture fit_mixture(const Tensor& points, std::span<const std::int32_t> labels, std::size_t classes,
                            const MixtureFit& settings);

}  // namespace latentwalk
