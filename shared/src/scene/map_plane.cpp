// What map, dimensions and arithmetic show of latent space.

#include <algorithm>

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

MapPlane map_plane(const Model& model, const Scene& scene) {
  if (!model.has_encoder()) return {latents_of(model, scene.corners, Prior::standard), -0.25, 1.25};
  return {coordinate_plane(zeros({latent_dim(model.spec())}), scene.across, scene.up)};
}

MapPlane map_plane(const Tensor& codes) {
  const Tensor corners = principal_plane(principal_axes(codes, 2));
  const double reach = reach_of(places_on_plane(corners, codes));
  return {corners, -reach, reach};
}

Tensor tile_places(const MapPlane& plane) {
  Tensor places = zeros({kTiles * kTiles, 2});
  const auto at = [&](std::size_t tile) {
    return static_cast<float>(plane.low + (static_cast<double>(tile) + 0.5) / kTiles * (plane.high - plane.low));
  };
  for (std::size_t i = 0; i < kTiles * kTiles; ++i) {
    places(i, 0) = at(i % kTiles);
    places(i, 1) = at(kTiles - 1 - i / kTiles);
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
