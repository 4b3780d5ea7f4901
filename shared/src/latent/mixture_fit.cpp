// Fits mixtures by expectation maximisation. A source of its own, so that a program which only samples does not hold
// it.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "kernels/gemm.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/mixture.hpp"
#include "latentwalk/parallel.hpp"
#include "latentwalk/rng.hpp"

namespace latentwalk {
namespace {

constexpr double kRidge = 1e-3;   // added to each variance: the covariance of few points stays invertible
constexpr double kEnough = 1e-4;  // a round that gains fewer nats per point is the last
constexpr double kSparse = 1e-6;  // a point counts for a component only with a larger share
constexpr double kFar = 16.0;     // nats below the likeliest component, where a share is 0
constexpr int kFitRounds = 200;
constexpr std::size_t kBlock = 64;  // points that one pass of the inner loops computes
constexpr std::size_t kParts = 16;  // of the sums, added in order: the result does not depend on the threads

struct Component {
  double weight;
  std::vector<double> mean, inverse;  // inverse: of the root of the covariance, a lower triangle as rows of dim
  double log_scale;                   // the logarithm of weight times the normal density's factor
};

// What the maximisation needs of the points: sums weighted with their shares.
struct Sums {
  double log_likelihood = 0;
  std::vector<double> whole, first, second;  // (K), (K, dim), (K, dim, dim): lower triangles
};

struct Points {
  std::vector<float> values;  // (N, dim)
  std::size_t dim;
  std::size_t count() const { return values.size() / dim; }
  const float* row(std::size_t n) const { return values.data() + n * dim; }
};

// The lower root of a covariance (Cholesky), as rows of dim.
std::vector<double> root_of(const std::vector<double>& covariance, std::size_t dim) {
  std::vector<double> root(dim * dim, 0.0);
  for (std::size_t i = 0; i < dim; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = covariance[i * dim + j];
      for (std::size_t m = 0; m < j; ++m) sum -= root[i * dim + m] * root[j * dim + m];
      root[i * dim + j] = i == j ? std::sqrt(std::max(sum, kRidge * 1e-3)) : sum / root[j * dim + j];
    }
  return root;
}

std::vector<double> inverse_of(const std::vector<double>& root, std::size_t dim) {
  std::vector<double> inverse(dim * dim, 0.0);
  for (std::size_t column = 0; column < dim; ++column)
    for (std::size_t i = column; i < dim; ++i) {
      double value = i == column ? 1.0 : 0.0;
      for (std::size_t j = column; j < i; ++j) value -= root[i * dim + j] * inverse[j * dim + column];
      inverse[i * dim + column] = value / root[i * dim + i];
    }
  return inverse;
}

Component component_of(double weight, std::vector<double> mean, const std::vector<double>& covariance) {
  const std::size_t dim = mean.size();
  Component component{weight, std::move(mean), inverse_of(root_of(covariance, dim), dim), std::log(weight)};
  for (std::size_t i = 0; i < dim; ++i) component.log_scale += std::log(component.inverse[i * dim + i]);
  component.log_scale -= 0.5 * std::log(2 * std::numbers::pi) * static_cast<double>(dim);
  return component;
}

// The densities of all components at once: one matrix product gives each point in the coordinates of each component,
// where its density is that of a standard normal distribution.
struct Whitening {
  explicit Whitening(const std::vector<Component>& components) {
    const std::size_t k = components.size(), dim = components.front().mean.size();
    std::vector<float> inverses(dim * k * dim);  // (dim, K * dim)
    for (std::size_t c = 0; c < k; ++c)
      for (std::size_t i = 0; i < dim; ++i) {
        double shift = 0;
        for (std::size_t j = 0; j <= i; ++j) {
          const double factor = components[c].inverse[i * dim + j];
          inverses[j * k * dim + c * dim + i] = static_cast<float>(factor);
          shift -= factor * components[c].mean[j];
        }
        shifts.push_back(static_cast<float>(shift));
      }
    matrix = kernels::pack(inverses.data(), dim, k * dim);
    for (std::size_t p = 0; p < kBlock; ++p)
      rows.push_back({static_cast<std::uint32_t>(p * dim), static_cast<std::uint32_t>(p * k * dim)});
  }

  kernels::PackedMatrix matrix;
  std::vector<float> shifts;  // (K * dim)
  std::vector<kernels::RowPair> rows;
};

// Adds one point to the sums of the components that it has a share in.
void add_point(const float* row, std::size_t dim, const double* shares, std::size_t components, Sums& sums) {
  for (std::size_t c = 0; c < components; ++c) {
    const double share = shares[c];
    if (share < kSparse) continue;
    sums.whole[c] += share;
    double* first = sums.first.data() + c * dim;
    double* second = sums.second.data() + c * dim * dim;
    for (std::size_t i = 0; i < dim; ++i) {
      const double part = share * row[i];
      first[i] += part;
      for (std::size_t j = 0; j <= i; ++j) second[i * dim + j] += part * row[j];
    }
  }
}

// Four sums side by side, which a compiler can put into one vector.
double squared_length(const float* values, std::size_t count) {
  float sums[4] = {};
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4)
    for (std::size_t lane = 0; lane < 4; ++lane) sums[lane] += values[i + lane] * values[i + lane];
  for (; i < count; ++i) sums[0] += values[i] * values[i];
  return (static_cast<double>(sums[0]) + sums[1]) + (static_cast<double>(sums[2]) + sums[3]);
}

// The expectation for points [begin, end). With no room for the sums of the maximisation, only the likelihood.
void expect_part(const Points& points, std::size_t begin, std::size_t end, const std::vector<Component>& components,
                 const Whitening& whitening, Sums& sums) {
  const std::size_t dim = points.dim, k = components.size();
  std::vector<float> whitened(kBlock * k * dim);
  std::vector<double> shares(k);
  for (std::size_t first = begin; first < end; first += kBlock) {
    const std::size_t size = std::min(kBlock, end - first);
    kernels::multiply(std::span(whitening.rows).first(size), points.row(first), whitening.matrix, whitened.data(),
                      kernels::Finish{whitening.shifts.data(), 1.0F});
    for (std::size_t p = 0; p < size; ++p) {
      double most = -std::numeric_limits<double>::infinity(), whole = 0;
      for (std::size_t c = 0; c < k; ++c) {
        const float* point = whitened.data() + (p * k + c) * dim;
        shares[c] = components[c].log_scale - 0.5 * squared_length(point, dim);
        most = std::max(most, shares[c]);
      }
      for (double& share : shares) whole += share = share < most - kFar ? 0.0 : std::exp(share - most);
      sums.log_likelihood += most + std::log(whole);
      if (sums.whole.empty()) continue;
      for (double& share : shares) share /= whole;
      add_point(points.row(first + p), dim, shares.data(), k, sums);
    }
  }
}

Sums expect(const Points& points, const std::vector<Component>& components, bool with_sums, std::size_t threads) {
  const std::size_t dim = points.dim, k = components.size(), count = points.count();
  Sums empty;
  if (with_sums) empty = {0, std::vector<double>(k), std::vector<double>(k * dim), std::vector<double>(k * dim * dim)};
  const Whitening whitening(components);
  std::vector<Sums> parts(kParts, empty);
  parallel_for(kParts, threads, [&](std::size_t part) {
    expect_part(points, count * part / kParts, count * (part + 1) / kParts, components, whitening, parts[part]);
  });
  const auto add = [](std::vector<double>& to, const std::vector<double>& from) {
    std::transform(to.begin(), to.end(), from.begin(), to.begin(), std::plus<>());
  };
  for (const Sums& part : parts) {
    empty.log_likelihood += part.log_likelihood / static_cast<double>(count);
    add(empty.whole, part.whole);
    add(empty.first, part.first);
    add(empty.second, part.second);
  }
  return empty;
}

std::vector<Component> maximise(const Sums& sums, std::size_t dim) {
  const double all = std::accumulate(sums.whole.begin(), sums.whole.end(), 0.0);
  std::vector<Component> components;
  for (std::size_t c = 0; c < sums.whole.size(); ++c) {
    const double whole = sums.whole[c];
    if (whole < 1.0) continue;  // an empty component is dropped
    std::vector<double> mean(dim), covariance(dim * dim);
    for (std::size_t i = 0; i < dim; ++i) mean[i] = sums.first[c * dim + i] / whole;
    for (std::size_t i = 0; i < dim; ++i)
      for (std::size_t j = 0; j <= i; ++j)
        covariance[i * dim + j] =
            sums.second[(c * dim + i) * dim + j] / whole - mean[i] * mean[j] + (i == j ? kRidge : 0.0);
    components.push_back(component_of(whole / all, std::move(mean), covariance));
  }
  return components;
}

// k-means++: draws each centre with a probability proportional to its squared distance from the nearest earlier one.
std::vector<Component> start(const Points& points, std::size_t k, Rng& rng) {
  const std::size_t dim = points.dim, count = points.count();
  Sums all{0, {0.0}, std::vector<double>(dim), std::vector<double>(dim * dim)};
  const double one = 1.0;
  for (std::size_t n = 0; n < count; ++n) add_point(points.row(n), dim, &one, 1, all);
  const Component whole = maximise(all, dim).front();
  std::vector<Component> components;
  std::vector<double> nearest(count, std::numeric_limits<double>::infinity());
  auto next = static_cast<std::size_t>(rng.below(count));
  for (;;) {
    Component component = whole;
    component.mean.assign(points.row(next), points.row(next) + dim);
    component.weight = 1.0 / static_cast<double>(k);
    component.log_scale += std::log(component.weight);
    components.push_back(std::move(component));
    if (components.size() == k) return components;
    double sum = 0;
    for (std::size_t n = 0; n < count; ++n) {
      double square = 0;
      for (std::size_t i = 0; i < dim; ++i) {
        const double difference = static_cast<double>(points.row(n)[i]) - points.row(next)[i];
        square += difference * difference;
      }
      sum += nearest[n] = std::min(nearest[n], square);
    }
    double left = rng.uniform() * sum;
    for (next = 0; next < count - 1 && (left -= nearest[next]) > 0;) ++next;
  }
}

std::vector<Component> fit(const Points& points, std::size_t k, std::uint64_t seed, std::size_t threads) {
  Rng rng(seed);
  std::vector<Component> components = start(points, k, rng);
  double before = -std::numeric_limits<double>::infinity();
  for (int round = 0; round < kFitRounds; ++round) {
    const Sums sums = expect(points, components, true, threads);
    if (sums.log_likelihood - before < kEnough) break;
    before = sums.log_likelihood;
    components = maximise(sums, points.dim);
  }
  return components;
}

// Points of one class: all, or the held-out tenth or the rest.
enum class Part { all, held_out, rest };
Points select(const Tensor& points, std::span<const std::int32_t> labels, std::size_t label, Part part) {
  Points chosen{{}, points.shape(1)};
  std::size_t seen = 0;
  for (std::size_t n = 0; n < points.shape(0); ++n) {
    if (!labels.empty() && static_cast<std::size_t>(labels[n]) != label) continue;
    const bool held_out = seen++ % 10 == 9;
    if (part != Part::all && held_out != (part == Part::held_out)) continue;
    const float* row = points.data() + n * chosen.dim;
    chosen.values.insert(chosen.values.end(), row, row + chosen.dim);
  }
  return chosen;
}

GaussianMixture packed(const std::vector<std::vector<Component>>& classes, std::size_t dim) {
  std::size_t most = 0;
  for (const auto& components : classes) most = std::max(most, components.size());
  GaussianMixture mixture{zeros({classes.size(), most}), zeros({classes.size(), most, dim}),
                          zeros({classes.size(), most, dim * (dim + 1) / 2})};
  for (std::size_t g = 0; g < classes.size(); ++g)
    for (std::size_t k = 0; k < most; ++k) {
      // A class with fewer components repeats its first with a weight of 0.
      const Component& component = classes[g][k < classes[g].size() ? k : 0];
      const std::size_t c = g * most + k;
      if (k < classes[g].size()) mixture.weights.data()[c] = static_cast<float>(component.weight);
      std::copy(component.mean.begin(), component.mean.end(), mixture.means.data() + c * dim);
      const std::vector<double> root = inverse_of(component.inverse, dim);
      float* out = mixture.roots.data() + c * (dim * (dim + 1) / 2);
      for (std::size_t i = 0; i < dim; ++i)
        for (std::size_t j = 0; j <= i; ++j) *out++ = static_cast<float>(root[i * dim + j]);
    }
  return mixture;
}

}  // namespace

GaussianMixture fit_mixture(const Tensor& points, std::span<const std::int32_t> labels, std::size_t classes,
                            const MixtureFit& settings) {
  constexpr std::size_t kPointsEach = 10, kMostDim = 256;
  if (points.dimension() != 2 || points.shape(1) < 1 || points.shape(1) > kMostDim || settings.components.empty())
    fail("fit_mixture: expected points (N, 1 to ", kMostDim, ") and a number of components, found ",
         shape_text(shape_of(points)));
  if (!labels.empty() && labels.size() != points.shape(0))
    fail("fit_mixture: expected ", points.shape(0), " labels, found ", labels.size());
  const std::size_t groups = labels.empty() ? 1 : classes;
  std::size_t best = 0;
  double best_density = -std::numeric_limits<double>::infinity();
  for (const std::size_t k : settings.components) {
    double density = 0;
    std::size_t seen = 0;
    bool enough = true;
    for (std::size_t g = 0; g < groups && enough; ++g) {
      const Points rest = select(points, labels, g, Part::rest), held_out = select(points, labels, g, Part::held_out);
      enough = k >= 1 && rest.count() >= kPointsEach * k;
      if (!enough) {
        if (best == 0)
          fail("fit_mixture: ", k, " components need ", kPointsEach * k,
               " points of each class besides the held-out tenth, found ", rest.count(), " of class ", g);
        break;
      }
      const std::vector<Component> components = fit(rest, k, settings.seed, settings.threads);
      density +=
          static_cast<double>(held_out.count()) * expect(held_out, components, false, settings.threads).log_likelihood;
      seen += held_out.count();
    }
    if (!enough) break;
    density /= static_cast<double>(seen);
    if (settings.on_candidate) settings.on_candidate(k, density);
    if (density <= best_density) break;
    best = k;
    best_density = density;
  }
  std::vector<std::vector<Component>> fitted;
  for (std::size_t g = 0; g < groups; ++g)
    fitted.push_back(fit(select(points, labels, g, Part::all), best, settings.seed, settings.threads));
  return packed(fitted, points.shape(1));
}

}  // namespace latentwalk
