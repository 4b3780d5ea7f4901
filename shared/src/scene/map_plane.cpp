// What map, dimensions and arithmetic show of latent space.

#include <algorithm>
#include <cmath>

#include "latentwalk/plane.hpp"
#include "latentwalk/principal.hpp"
#include "latentwalk/scene.hpp"

namespace latentwalk {

std::size_t first_code(const ModelSpec& spec) {
  std::size_t first = 0;
  for (const LatentBlock& block : spec.latent) {
    if (block.prior == LatentBlock::Prior::uniform) return first;
    first += block.dim;
  }
  return 0;
}

std::vector<float> changed_latent(const Model& model, const Scene& scene) {
  Station base = scene.base;
  base.label = scene.digit ? static_cast<int>(*scene.digit) : std::max(base.label, 0);
  std::vector<float> latent = latent_of(model, base, prior_of(scene, model));
  for (const auto& [coordinate, value] : scene.z)
    if (coordinate < latent.size()) latent[coordinate] = static_cast<float>(value);
  return latent;
}

Tensor with_sum(const Tensor& terms, bool mean_length) {
  const Tensor sum = arithmetic(terms, mean_length);
  Tensor all = zeros({4, sum.size()});
  std::copy(sum.begin(), sum.end(), std::copy(terms.begin(), terms.end(), all.data()));
  return all;
}

bool spans_codes(const ModelSpec& spec, bool has_encoder, const Scene& scene) {
  return has_encoder && scene.plane == "projection" && latent_dim(spec) != 2;
}

MapPlane map_plane(const Model& model, const Scene& scene) {
  if (!model.has_encoder()) return {latents_of(model, scene.corners, Prior::standard), -0.25, 1.25};
  const bool chosen = scene.plane == "axes";
  return {coordinate_plane(zeros({latent_dim(model.spec())}), chosen ? scene.across : 0, chosen ? scene.up : 1)};
}

MapPlane map_plane(const Tensor& codes) {
  const Tensor corners = principal_plane(principal_axes(codes, 2));
  const double reach = reach_of(places_on_plane(corners, codes));
  return {corners, -reach, reach};
}

MapPart shown_part(const MapPlane& plane, const Scene& scene) {
  const double side = (plane.high - plane.low) / scene.zoom, middle = (plane.low + plane.high) / 2;
  return {middle + scene.cx - side / 2, middle + scene.cy - side / 2, side};
}

MapTiles map_tiles(const MapPlane& plane, const Scene& scene) {
  const double span = plane.high - plane.low, half = span / (2 * scene.zoom);
  double parts = kTiles / 2.0;  // along the side of a plane at zoom 0.5
  for (double zoom = 1; zoom <= scene.zoom; zoom *= 2) parts *= 2;
  constexpr double kTouch = 1e-6;  // what a tile only touches is none of it
  const double side = span / parts;
  const auto first = [&](double from) { return std::lround(std::floor(from / side + kTouch)); };
  const auto end = [&](double to) { return std::lround(std::ceil(to / side - kTouch)); };
  const long left = first(scene.cx - half), right = end(scene.cx + half), low = first(scene.cy - half),
             high = end(scene.cy + half);
  return {left, high - 1, static_cast<std::size_t>(right - left), static_cast<std::size_t>(high - low), side};
}

Tensor tile_places(const MapPlane& plane, const MapTiles& tiles) {
  Tensor places = zeros({tiles.columns * tiles.rows, 2});
  const double middle = (plane.low + plane.high) / 2;
  const auto at = [&](long tile) {
    return static_cast<float>(middle + (static_cast<double>(tile) + 0.5) * tiles.side);
  };
  for (std::size_t i = 0; i < places.shape(0); ++i) {
    places(i, 0) = at(tiles.left + static_cast<long>(i % tiles.columns));
    places(i, 1) = at(tiles.top - static_cast<long>(i / tiles.columns));
  }
  return places;
}

Tensor map_classes(const ModelSpec& spec, bool has_encoder, const Scene& scene, const Tensor& places) {
  if (spec.class_count == 0) return zeros({0});
  const bool own =
      !has_encoder && !scene.digit &&
      std::any_of(scene.corners.begin(), scene.corners.end(), [](const Station& corner) { return corner.label >= 0; });
  if (own) return class_weights_on_plane(labels_of(spec, scene.corners), spec.class_count, places);
  const auto label = static_cast<std::int32_t>(scene.digit.value_or(0) % spec.class_count);
  return class_weights(std::vector<std::int32_t>(places.shape(0), label), spec.class_count);
}

}  // namespace latentwalk
