#include "latentwalk/drift.hpp"

#include <algorithm>
#include <cmath>

#include "format/check_finite.hpp"
#include "latent/labels.hpp"
#include "latent/portable_math.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/rng.hpp"

namespace latentwalk {
namespace {

constexpr double kPi = 3.14159265358979323846;

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// Makes a vector another one of its length, at a right angle to it and otherwise random. In one dimension there is
// none: then it becomes 0, and the path goes to and fro.
void turn(std::vector<double>& vector, Rng& rng) {
  constexpr double kLeast = 1e-9;  // below this share of a draw only rounding is left
  std::vector<double> other(vector.size());
  for (double& value : other) value = rng.normal();
  const double squared = dot(vector, vector), drawn = dot(other, other);
  const double share = squared > 0 ? dot(other, vector) / squared : 0;
  for (std::size_t i = 0; i < other.size(); ++i) other[i] -= share * vector[i];
  const double rest = dot(other, other);
  const double scale = rest > kLeast * drawn ? std::sqrt(squared / rest) : 0;
  for (std::size_t i = 0; i < other.size(); ++i) vector[i] = scale * other[i];
}

// One path for each latent, so far without a centre and a way across; `path` gives it both.
template <class Path>
Drift paths(const Tensor& latents, std::size_t dim, std::uint64_t seed, Path path) {
  if (latents.dimension() != 2 || latents.shape(1) != dim)
    fail("drift: latents (N, ", dim, ") expected, found ", shape_text(shape_of(latents)));
  const std::size_t count = latents.shape(0);
  Drift drift{zeros({count, 3, dim}), std::vector<float>(count)};
  Rng rng(~seed);  // the seed's own stream may have drawn the latents
  for (std::size_t n = 0; n < count; ++n) {
    float* centre = drift.orbits.data() + n * 3 * dim;
    std::copy_n(latents.data() + n * dim, dim, centre + dim);
    drift.periods[n] = static_cast<float>(kShortestPeriod + (kLongestPeriod - kShortestPeriod) * rng.uniform());
    path(n, rng, centre, centre + dim, centre + 2 * dim);
  }
  return drift;
}

}  // namespace

Drift drift(const ModelSpec& model, const Tensor& latents, std::uint64_t seed) {
  using Prior = LatentBlock::Prior;
  std::vector<double> normals;
  const auto path = [&](std::size_t, Rng& rng, float* centre, const float* start, float* across) {
    const auto each = [&](auto&& visit) {
      std::size_t i = 0;
      for (const LatentBlock& block : model.latent)
        for (const std::size_t end = i + block.dim; i < end; ++i) visit(block, i);
    };
    normals.clear();
    each([&](const LatentBlock& block, std::size_t i) {
      if (block.prior == Prior::normal) normals.push_back(start[i]);
      if (block.prior == Prior::categorical) centre[i] = start[i];
      if (block.prior != Prior::uniform) return;
      const double middle = (static_cast<double>(block.low) + block.high) / 2, half = block.high - middle;
      const double place = start[i] - middle, way = std::sqrt(std::max(half * half - place * place, 0.0));
      centre[i] = static_cast<float>(middle);
      across[i] = static_cast<float>(rng.uniform() < 0.5 ? -way : way);
    });
    turn(normals, rng);
    auto normal = normals.begin();
    each([&](const LatentBlock& block, std::size_t i) {
      if (block.prior == Prior::normal) across[i] = static_cast<float>(*normal++);
    });
  };
  return paths(latents, latent_dim(model), seed, path);
}

Drift drift(const GaussianMixture& mixture, const Tensor& latents, std::uint64_t seed,
            std::span<const std::int32_t> labels) {
  const std::size_t classes = mixture.class_count(), components = mixture.component_count(), dim = mixture.dim();
  if (!labels.empty() && labels.size() != latents.shape(0))
    fail("a fitted prior needs one class label per latent: expected ", latents.shape(0), ", found ", labels.size());
  require_labels(labels, classes);
  std::vector<double> whitened(dim);
  const auto path = [&](std::size_t n, Rng& rng, float* centre, const float* start, float* across) {
    const std::size_t label = labels.empty() ? n % classes : static_cast<std::size_t>(labels[n]);
    const std::size_t c = label * components + likely_component(mixture, label, start, whitened.data());
    turn(whitened, rng);
    const float* root = mixture.roots.data() + c * (dim * (dim + 1) / 2);
    for (std::size_t i = 0; i < dim; ++i) {
      double value = 0;
      for (std::size_t j = 0; j <= i; ++j) value += *root++ * whitened[j];
      centre[i] = mixture.means.data()[c * dim + i];
      across[i] = static_cast<float>(value);
    }
  };
  return paths(latents, dim, seed, path);
}

Tensor drift_points(const Tensor& orbits, std::span<const float> periods, std::span<const float> times) {
  if (orbits.dimension() != 3 || orbits.shape(1) != 3)
    fail("drift: paths (N, 3, latent_dim) expected, found ", shape_text(shape_of(orbits)));
  const std::size_t count = orbits.shape(0), dim = orbits.shape(2);
  if (periods.size() != count || times.size() != count)
    fail("drift: a period and a time for each of ", count, " paths expected, found ", periods.size(), " and ",
         times.size());
  Tensor points = zeros({count, dim});
  for (std::size_t n = 0; n < count; ++n) {
    if (!(periods[n] > 0) || !std::isfinite(times[n]))
      fail("drift: a positive period and a finite time expected, found ", periods[n], " and ", times[n]);
    const double time = std::max(static_cast<double>(times[n]), 0.0);
    const double way = time < kDriftSoftStart ? time * time / (2 * kDriftSoftStart) : time - kDriftSoftStart / 2;
    const double turns = way / periods[n];
    const double angle = 2 * kPi * (turns - std::floor(turns));
    const double sine = angle <= kPi ? portable_sin(angle) : -portable_sin(angle - kPi);
    const double beyond = angle + kPi / 2;  // the cosine is the sine of this
    const double cosine = beyond <= kPi       ? portable_sin(beyond)
                          : beyond <= 2 * kPi ? -portable_sin(beyond - kPi)
                                              : portable_sin(beyond - 2 * kPi);
    const float* centre = orbits.data() + n * 3 * dim;
    for (std::size_t i = 0; i < dim; ++i) {
      const double from = centre[i];
      points.data()[n * dim + i] =
          static_cast<float>(from + cosine * (centre[dim + i] - from) + sine * centre[2 * dim + i]);
    }
  }
  check_finite(points, "drift");
  return points;
}

}  // namespace latentwalk
