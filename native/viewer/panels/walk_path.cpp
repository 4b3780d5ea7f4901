#include "viewer/panels/walk_path.hpp"

#include <algorithm>
#include <cmath>

namespace latentwalk::viewer {

double walk_legs(const Scene& walk) {
  const std::size_t stations = walk.stations.size();
  return static_cast<double>(walk.loop || stations == 0 ? stations : stations - 1);
}

double walk_place(const Scene& walk, double place) {
  const double legs = walk_legs(walk);
  if (!walk.loop || legs == 0) return std::clamp(place, 0.0, legs);
  return place - std::floor(place / legs) * legs;
}

Tensor walk_latent(const Model& model, const Tensor& stations, const Scene& walk, double place) {
  const auto leg = std::min(static_cast<std::size_t>(place), static_cast<std::size_t>(walk_legs(walk)) - 1);
  Tensor point = model.walk_point(stations, leg, place - static_cast<double>(leg), parse_interpolation(walk.path),
                                  prior_of(walk, model), labels_of(model.spec(), walk.stations));
  point.reshape({std::size_t{1}, point.size()});
  return point;
}

Tensor walk_classes(const ModelSpec& spec, const Scene& walk, const std::vector<double>& places) {
  if (spec.class_count == 0) return zeros({0});
  const std::vector<std::int32_t> labels = labels_of(spec, walk.stations);
  Tensor weights = zeros({places.size(), spec.class_count});
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto leg = std::min(static_cast<std::size_t>(places[i]), static_cast<std::size_t>(walk_legs(walk)) - 1);
    const auto t = static_cast<float>(places[i] - static_cast<double>(leg));
    weights(i, labels[leg % labels.size()]) += 1 - t;
    weights(i, labels[(leg + 1) % labels.size()]) += t;
  }
  return weights;
}

}  // namespace latentwalk::viewer
