#include "viewer/core/station.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"

namespace latentwalk::viewer {

std::vector<float> latent_of(const ModelSpec& spec, const Station& station) {
  const std::size_t dim = latent_dim(spec);
  if (station.edited.size() == dim) return station.edited;
  const Tensor latents = sample_latents(spec, station.seed, station.index + 1);
  const float* row = latents.data() + station.index * dim;
  return {row, row + dim};
}

std::int32_t label_of(const ModelSpec& spec, const Station& station) {
  if (spec.class_count == 0) return 0;
  const std::size_t label = station.label >= 0 ? static_cast<std::size_t>(station.label) : station.index;
  return static_cast<std::int32_t>(label % spec.class_count);
}

Tensor latents_of(const ModelSpec& spec, const std::vector<Station>& stations) {
  const std::size_t dim = latent_dim(spec);
  Tensor latents = zeros({stations.size(), dim});
  for (std::size_t n = 0; n < stations.size(); ++n) {
    const std::vector<float> row = latent_of(spec, stations[n]);
    std::copy(row.begin(), row.end(), latents.data() + n * dim);
  }
  return latents;
}

std::vector<std::int32_t> labels_of(const ModelSpec& spec, const std::vector<Station>& stations) {
  std::vector<std::int32_t> labels;
  for (std::size_t n = 0; spec.class_count > 0 && n < stations.size(); ++n)
    labels.push_back(label_of(spec, stations[n]));
  return labels;
}

std::string station_words(const Station& station) {
  if (!station.edited.empty()) return "edited";
  return "seed " + std::to_string(station.seed) + ", digit " + std::to_string(station.index);
}

Json station_json(const Station& station) {
  Json json = Json::object();
  if (station.edited.empty()) {
    json["seed"] = station.seed;
    if (station.index != 0) json["index"] = station.index;
  } else {
    json["latent"] = station.edited;
  }
  if (station.label >= 0) json["label"] = station.label;
  return json;
}

Station parse_station(const Json& json, const std::string& where) {
  check_keys(json, {"seed", "index", "latent", "label"}, where);
  Station station;
  station.label = static_cast<int>(read_integer(json, "label", -1, 999, -1, where));
  if (!json.contains("latent")) {
    const Json& seed = require(json, "seed", where);
    if (!seed.is_number_unsigned()) fail(where, ": \"seed\" must be a whole number from 0, found ", excerpt(seed));
    station.seed = seed.get<std::uint64_t>();
    station.index =
        static_cast<std::size_t>(read_integer(json, "index", 0, static_cast<std::int64_t>(kMaxIndex), 0, where));
    return station;
  }
  if (json.contains("seed") || json.contains("index"))
    fail(where, ": a station has either \"latent\" or \"seed\" and \"index\", found both");
  const Json& latent = json["latent"];
  if (!latent.is_array() || latent.empty() || latent.size() > 65536)
    fail(where, ": \"latent\" must be a list of 1 to 65536 numbers");
  for (const Json& number : latent) {
    const double value = number.is_number() ? number.get<double>() : std::numeric_limits<double>::quiet_NaN();
    if (!(std::abs(value) <= 1e6))
      fail(where, ": \"latent\" must hold numbers up to a million, found ", excerpt(number));
    station.edited.push_back(static_cast<float>(value));
  }
  return station;
}

}  // namespace latentwalk::viewer
