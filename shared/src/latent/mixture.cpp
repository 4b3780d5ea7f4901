#include "latentwalk/mixture.hpp"

#include <algorithm>
#include <limits>

#include "format/check_finite.hpp"
#include "latent/portable_math.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/rng.hpp"

// The points drawn have the same bits everywhere: like rng.cpp, this file is compiled with -ffp-contract=off.
namespace latentwalk {
namespace {

constexpr double kLogTwoPi = 1.8378770664093454836;

void check_shape(const Tensor& found, const Shape& expected, const std::string& what) {
  if (shape_of(found) != expected)
    fail(what, ": expected the shape ", shape_text(expected), ", found ", shape_text(shape_of(found)));
}

// The logarithm of the weighted density of component c of all, and, in `whitened`, the point in its own coordinates.
double joint(const GaussianMixture& mixture, std::size_t c, const float* point, double class_weight, double* whitened) {
  const std::size_t dim = mixture.dim();
  const float* mean = mixture.means.data() + c * dim;
  const float* root = mixture.roots.data() + c * (dim * (dim + 1) / 2);
  double sum = 0, scale = 1, log_scale = 0;
  for (std::size_t i = 0; i < dim; ++i) {
    double value = static_cast<double>(point[i]) - mean[i];
    for (std::size_t j = 0; j < i; ++j) value -= *root++ * whitened[j];
    const double diagonal = *root++;
    whitened[i] = value / diagonal;
    sum += whitened[i] * whitened[i];
    scale *= diagonal;
    if (!(scale > 1e-100 && scale < 1e100)) {  // one logarithm for many factors
      log_scale += portable_log(scale);
      scale = 1;
    }
  }
  log_scale += portable_log(scale);
  return portable_log(class_weight * mixture.weights.data()[c]) - log_scale -
         0.5 * (sum + kLogTwoPi * static_cast<double>(dim));
}

// The log density at a point, with each component's share in it and the point in each component's own coordinates.
struct Density {
  Density(const GaussianMixture& mixture, const float* point, std::span<const double> class_weights)
      : shares(class_weights.size() * mixture.component_count()), whitened(shares.size() * mixture.dim()) {
    double most = kNever;
    for (std::size_t c = 0; c < shares.size(); ++c) {
      const double class_weight = class_weights[c / mixture.component_count()];
      shares[c] = class_weight * mixture.weights.data()[c] > 0
                      ? joint(mixture, c, point, class_weight, whitened.data() + c * mixture.dim())
                      : kNever;
      most = std::max(most, shares[c]);
    }
    double whole = 0;
    for (double& share : shares) whole += share = portable_exp(share - most);
    for (double& share : shares) share /= whole;
    log = most + portable_log(whole);
  }

  static constexpr double kNever = -std::numeric_limits<double>::infinity();
  std::vector<double> shares, whitened;
  double log;
};

// A step that the log density rises along: its gradient, times the covariance that the point probably comes from. For
// a single component it leads to the mean.
std::vector<double> ascent(const GaussianMixture& mixture, const Density& at) {
  constexpr double kLittle = 1e-6;
  const std::size_t dim = mixture.dim();
  const auto root = [&](std::size_t c, std::size_t i, std::size_t j) -> double {
    return mixture.roots.data()[c * (dim * (dim + 1) / 2) + i * (i + 1) / 2 + j];
  };
  std::vector<double> gradient(dim), step(dim), part(dim);
  for (std::size_t c = 0; c < at.shares.size(); ++c) {
    if (at.shares[c] < kLittle) continue;
    for (std::size_t i = dim; i-- > 0;) {  // solves root' part = whitened
      part[i] = at.whitened[c * dim + i];
      for (std::size_t j = i + 1; j < dim; ++j) part[i] -= root(c, j, i) * part[j];
      part[i] /= root(c, i, i);
      gradient[i] -= at.shares[c] * part[i];
    }
  }
  for (std::size_t c = 0; c < at.shares.size(); ++c) {
    if (at.shares[c] < kLittle) continue;
    for (std::size_t i = 0; i < dim; ++i) {
      part[i] = 0;
      for (std::size_t j = i; j < dim; ++j) part[i] += root(c, j, i) * gradient[j];
    }
    for (std::size_t i = 0; i < dim; ++i)
      for (std::size_t j = 0; j <= i; ++j) step[i] += at.shares[c] * root(c, i, j) * part[j];
  }
  return step;
}

}  // namespace

void check_mixture(const GaussianMixture& mixture, std::size_t classes, std::size_t dim, const std::string& what) {
  const Tensor& weights = mixture.weights;
  if (weights.dimension() != 2 || weights.shape(0) != classes || weights.shape(1) < 1)
    fail(what, ".weights: expected the shape [", classes, ", components], found ", shape_text(shape_of(weights)));
  const std::size_t count = weights.shape(1), packed = dim * (dim + 1) / 2;
  check_shape(mixture.means, {classes, count, dim}, what + ".means");
  check_shape(mixture.roots, {classes, count, packed}, what + ".roots");
  check_finite(weights, what + ".weights");
  check_finite(mixture.means, what + ".means");
  check_finite(mixture.roots, what + ".roots");
  const float* weight = weights.data();
  for (std::size_t g = 0; g < classes; ++g) {
    double sum = 0;
    for (std::size_t k = 0; k < count; ++k, ++weight) {
      if (*weight < 0) fail(what, ".weights: a weight must not be negative, found ", *weight);
      sum += *weight;
    }
    if (!(sum >= 0.999 && sum <= 1.001)) fail(what, ".weights: expected a sum of 1 for each class, found ", sum);
  }
  const float* root = mixture.roots.data();
  for (std::size_t c = 0; c < classes * count; ++c)
    for (std::size_t i = 0; i < dim; ++i)
      if (root[c * packed + i * (i + 3) / 2] <= 0)
        fail(what, ".roots: a diagonal must be positive, found ", root[c * packed + i * (i + 3) / 2]);
}

Tensor sample_mixture(const GaussianMixture& mixture, std::uint64_t seed, std::size_t count,
                      std::span<const std::int32_t> labels) {
  const std::size_t classes = mixture.class_count(), components = mixture.component_count(), dim = mixture.dim();
  if (!labels.empty() && labels.size() != count)
    fail("a fitted prior needs one class label per sample: expected ", count, ", found ", labels.size());
  Tensor points = zeros({count, dim});
  std::vector<double> normals(dim);
  Rng rng(seed);
  for (std::size_t n = 0; n < count; ++n) {
    const std::size_t g = labels.empty() ? n % classes : static_cast<std::size_t>(labels[n]);
    if (g >= classes) fail("a class label must be from 0 to ", classes - 1, ", found ", labels[n]);
    const float* weights = mixture.weights.data() + g * components;
    double left = rng.uniform();
    // A component of weight 0 is never chosen, not even as the last, where rounded weights sum to less than 1.
    std::size_t k = 0;
    for (std::size_t i = 0; i < components && left > 0; ++i) {
      if (weights[i] > 0) k = i;
      left -= weights[i];
    }
    for (double& normal : normals) normal = rng.normal();
    const float* root = mixture.roots.data() + (g * components + k) * (dim * (dim + 1) / 2);
    for (std::size_t i = 0; i < dim; ++i) {
      double value = mixture.means.data()[(g * components + k) * dim + i];
      for (std::size_t j = 0; j <= i; ++j) value += *root++ * normals[j];
      points.data()[n * dim + i] = static_cast<float>(value);
    }
  }
  return points;
}

double log_density(const GaussianMixture& mixture, const float* point, std::span<const double> class_weights) {
  return Density(mixture, point, class_weights).log;
}

std::size_t likely_component(const GaussianMixture& mixture, std::size_t label, const float* point, double* own) {
  const std::size_t components = mixture.component_count();
  std::size_t best = 0;
  double most = Density::kNever;
  for (std::size_t k = 0; k < components; ++k) {
    const std::size_t c = label * components + k;
    if (mixture.weights.data()[c] <= 0) continue;
    const double log = joint(mixture, c, point, 1, own);
    if (log <= most) continue;
    most = log;
    best = k;
  }
  joint(mixture, label * components + best, point, 1, own);
  return best;
}

void move_to_density(const GaussianMixture& mixture, std::span<const double> class_weights, double level,
                     float* point) {
  constexpr int kMoves = 32, kHalvings = 6;
  const std::size_t dim = mixture.dim();
  std::vector<float> next(dim);
  Density at(mixture, point, class_weights);
  for (int move = 0; move < kMoves && at.log < level; ++move) {
    const std::vector<double> step = ascent(mixture, at);
    double low = 0, high = 0.25;  // shares of the step: the density at `low` is too small
    const auto go = [&](double share) {
      for (std::size_t i = 0; i < dim; ++i) next[i] = static_cast<float>(point[i] + share * step[i]);
      return Density(mixture, next.data(), class_weights);
    };
    Density there = go(high);
    for (int i = 0; i < kHalvings && there.log <= at.log; ++i) there = go(high /= 2);
    if (there.log <= at.log) return;
    if (there.log >= level) {  // the step went beyond the level: back to where it was reached
      for (int i = 0; i < kHalvings; ++i) {
        const double middle = (low + high) / 2;
        (go(middle).log >= level ? high : low) = middle;
      }
      there = go(high);
    }
    std::copy(next.begin(), next.end(), point);
    at = std::move(there);
  }
}

}  // namespace latentwalk
