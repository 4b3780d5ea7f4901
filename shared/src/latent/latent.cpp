#include "latentwalk/latent.hpp"

#include <algorithm>
#include <cmath>

#include "format/check_finite.hpp"
#include "latent/labels.hpp"
#include "latent/portable_math.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/rng.hpp"

namespace latentwalk {
namespace {

double dot(const float* a, const float* b, std::size_t dim) {
  double sum = 0;
  for (std::size_t i = 0; i < dim; ++i) sum += static_cast<double>(a[i]) * b[i];
  return sum;
}

// Writes the point at t between `from` and `to` into `out`.
void interpolate_into(const float* from, const float* to, std::size_t dim, double t, Interpolation how, float* out) {
  double weight_from = 1.0 - t, weight_to = t;
  const double length_from = std::sqrt(dot(from, from, dim)), length_to = std::sqrt(dot(to, to, dim));
  if (how == Interpolation::slerp && length_from > 0 && length_to > 0) {
    const double cosine = std::clamp(dot(from, to, dim) / (length_from * length_to), -1.0, 1.0);
    const double angle = std::acos(cosine), sine = portable_sin(angle);
    if (sine > 1e-6) {
      // The direction turns at a constant speed, and the length changes linearly.
      const double length = (1.0 - t) * length_from + t * length_to;
      weight_from = length / length_from * portable_sin((1.0 - t) * angle) / sine;
      weight_to = length / length_to * portable_sin(t * angle) / sine;
    }
  }
  for (std::size_t i = 0; i < dim; ++i) out[i] = static_cast<float>(weight_from * from[i] + weight_to * to[i]);
}

}  // namespace

void fill_latents(const ModelSpec& model, Rng& rng, std::size_t count, float* out) {
  for (std::size_t n = 0; n < count; ++n) {
    for (const LatentBlock& block : model.latent) {
      switch (block.prior) {
        case LatentBlock::Prior::normal:
          for (std::size_t i = 0; i < block.dim; ++i) out[i] = static_cast<float>(rng.normal());
          break;
        case LatentBlock::Prior::uniform:
          for (std::size_t i = 0; i < block.dim; ++i)
            out[i] = static_cast<float>(block.low + (block.high - block.low) * rng.uniform());
          break;
        case LatentBlock::Prior::categorical:
          std::fill_n(out, block.dim, 0.0F);
          out[rng.below(block.dim)] = 1.0F;
          break;
      }
      out += block.dim;
    }
  }
}

Tensor sample_latents(const ModelSpec& model, std::uint64_t seed, std::size_t count) {
  Tensor latents = zeros({count, latent_dim(model)});
  Rng rng(seed);
  fill_latents(model, rng, count, latents.data());
  return latents;
}

std::vector<std::int32_t> labels_in_turn(const ModelSpec& model, std::size_t count) {
  std::vector<std::int32_t> labels(model.class_count > 0 ? count : 0);
  for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<std::int32_t>(i % model.class_count);
  return labels;
}

Interpolation parse_interpolation(std::string_view name) {
  if (name == "slerp") return Interpolation::slerp;
  if (name == "lerp") return Interpolation::lerp;
  fail("interpolation must be slerp or lerp, found \"", name, "\"");
}

Tensor interpolate(const Tensor& from, const Tensor& to, double t, Interpolation how) {
  if (from.dimension() != 1 || shape_of(from) != shape_of(to))
    fail("interpolate: two latents of one length expected, found ", shape_text(shape_of(from)), " and ",
         shape_text(shape_of(to)));
  Tensor point = zeros(shape_of(from));
  interpolate_into(from.data(), to.data(), from.size(), t, how, point.data());
  check_finite(point, "interpolate");
  return point;
}

Tensor walk(const Tensor& stations, std::size_t frames, Interpolation how, bool loop) {
  if (stations.dimension() != 2 || stations.shape(0) < 2)
    fail("walk: at least 2 stations expected, found ", shape_text(shape_of(stations)));
  if (frames < 2) fail("walk: expected at least 2 frames per leg, found ", frames);
  const std::size_t count = stations.shape(0), dim = stations.shape(1);
  const std::size_t legs = loop ? count : count - 1, steps = frames - 1;
  if (std::size_t size = 0; __builtin_mul_overflow(legs + 1, frames, &size) || __builtin_mul_overflow(size, dim, &size))
    fail("walk: ", frames, " frames for each of ", legs, " legs are more than memory can hold");
  Tensor points = zeros({legs * steps + (loop ? 0 : 1), dim});
  for (std::size_t i = 0; i < points.shape(0); ++i) {
    const std::size_t leg = std::min(i / steps, legs - 1);
    const double t = static_cast<double>(i - leg * steps) / static_cast<double>(steps);
    interpolate_into(stations.data() + leg * dim, stations.data() + (leg + 1) % count * dim, dim, t, how,
                     points.data() + i * dim);
  }
  check_finite(points, "walk");
  return points;
}

Tensor class_weights(std::span<const std::int32_t> labels, std::size_t class_count) {
  require_labels(labels, class_count);
  Tensor weights = zeros({labels.size(), class_count});
  for (std::size_t n = 0; n < labels.size(); ++n)
    weights.data()[n * class_count + static_cast<std::size_t>(labels[n])] = 1.0F;
  return weights;
}

Tensor class_weights_along(std::span<const std::int32_t> labels, std::size_t class_count, std::size_t frames,
                           bool loop) {
  return walk(class_weights(labels, class_count), frames, Interpolation::lerp, loop);
}

Tensor arithmetic(const Tensor& terms, bool mean_length) {
  if (terms.dimension() != 2 || terms.shape(0) != 3)
    fail("arithmetic: 3 terms expected, found ", shape_text(shape_of(terms)));
  const std::size_t size = terms.shape(1);
  const float* term = terms.data();
  Tensor sum = zeros({size});
  for (std::size_t i = 0; i < size; ++i) sum.data()[i] = term[i] - term[size + i] + term[2 * size + i];
  const double length = std::sqrt(dot(sum.data(), sum.data(), size));
  if (mean_length && length > 0) {
    const std::vector<double> lengths = lengths_of(terms);
    const double scale = (lengths[0] + lengths[1] + lengths[2]) / 3 / length;
    for (float& value : sum) value = static_cast<float>(value * scale);
  }
  return sum;
}

std::vector<double> lengths_of(const Tensor& latents) {
  if (latents.dimension() != 2)
    fail("lengths: latents (N, latent_dim) expected, found ", shape_text(shape_of(latents)));
  const std::size_t dim = latents.shape(1);
  std::vector<double> lengths(latents.shape(0));
  for (std::size_t n = 0; n < lengths.size(); ++n) {
    const float* latent = latents.data() + n * dim;
    lengths[n] = std::sqrt(dot(latent, latent, dim));
  }
  return lengths;
}

}  // namespace latentwalk
