#include "latentwalk/station.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"
#include "scene/latent_text.hpp"
#include "scene/numbers.hpp"

namespace latentwalk {
namespace {

constexpr std::size_t kMaxClass = 999;

/// Cuts what stands after the last `mark`, and reads it; `otherwise` if there is no mark.
std::optional<std::uint64_t> cut_number(std::string_view& text, char mark, std::uint64_t most, bool& wrong) {
  const std::size_t at = text.rfind(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const std::optional<std::uint64_t> number = whole_number(text.substr(at + 1), 0, most);
  wrong = wrong || !number;
  text = text.substr(0, at);
  return number;
}

}  // namespace

Station parse_station(std::string_view text, std::string_view where) {
  std::string_view rest = trimmed(text);
  bool wrong = false;
  Station station;
  if (const auto label = cut_number(rest, '@', kMaxClass, wrong)) station.label = static_cast<int>(*label);
  if (rest.starts_with('~')) {
    const std::optional<std::vector<float>> latent = parse_latent(rest.substr(1));
    if (wrong || !latent)
      fail(where, ": expected ~ and a latent vector of 1 to ", kMaxNumbers, " floats in base64url, found ",
           excerpt(Json(std::string(text))));
    station.edited = *latent;
    return station;
  }
  if (const auto index = cut_number(rest, ':', kMaxIndex, wrong)) station.index = static_cast<std::size_t>(*index);
  const std::optional<std::uint64_t> seed = whole_number(rest, 0, kMaxSeed);
  if (wrong || !seed)
    fail(where, ": expected a station, seed:index@class such as 7, 7:12 or 7:12@3 (seed to ", kMaxSeed, ", index to ",
         kMaxIndex, "), or ~ and a latent vector, found ", excerpt(Json(std::string(text))));
  station.seed = *seed;
  return station;
}

std::string station_text(const Station& station) {
  const std::string label = station.label >= 0 ? "@" + std::to_string(station.label) : "";
  if (!station.edited.empty()) return "~" + latent_text(station.edited) + label;
  return std::to_string(station.seed) + (station.index != 0 ? ":" + std::to_string(station.index) : "") + label;
}

Station station_of_json(const Json& json, std::string_view where) {
  if (json.is_string()) return parse_station(json.get_ref<const std::string&>(), where);
  if (json.is_number_unsigned()) return parse_station(json.dump(), where);
  if (!json.is_object())
    fail(where, ": expected a station such as \"7:12\" or {\"latent\": […]}, found ", excerpt(json));
  check_keys(json, {"latent", "digit"}, where);
  Station station;
  station.label = static_cast<int>(read_integer(json, "digit", 0, static_cast<std::int64_t>(kMaxClass), -1, where));
  const Json& latent = require(json, "latent", where);
  if (!latent.is_array() || latent.empty() || latent.size() > kMaxNumbers)
    fail(where, ": \"latent\" must be a list of 1 to ", kMaxNumbers, " numbers");
  for (const Json& number : latent) {
    const double value = number.is_number() ? number.get<double>() : std::numeric_limits<double>::quiet_NaN();
    if (!(std::abs(value) <= kLargestNumber))
      fail(where, ": \"latent\" must hold numbers up to a million, found ", excerpt(number));
    station.edited.push_back(static_cast<float>(value));
  }
  return station;
}

Json station_json(const Station& station) {
  if (station.edited.empty()) return station_text(station);
  Json json{{"latent", station.edited}};
  if (station.label >= 0) json["digit"] = station.label;
  return json;
}

void check_station(const ModelSpec& spec, const Station& station, std::string_view where) {
  if (station.label >= 0 && static_cast<std::size_t>(station.label) >= spec.class_count) {
    if (spec.class_count == 0)
      fail(where, ": class ", station.label, ": the model ", spec.name, " has no classes; leave out @", station.label);
    fail(where, ": class ", station.label, ": the model ", spec.name, " has the classes 0 to ", spec.class_count - 1);
  }
  if (!station.edited.empty() && station.edited.size() != latent_dim(spec))
    fail(where, ": holds a latent of ", station.edited.size(), " numbers, but ", spec.name, " takes ",
         latent_dim(spec));
}

Station fitting(const ModelSpec& spec, Station station) {
  if (station.label >= static_cast<int>(spec.class_count)) station.label = -1;
  if (station.edited.size() != latent_dim(spec)) station.edited.clear();
  return station;
}

std::vector<float> latent_of(const Model& model, const Station& station, Prior prior) {
  const std::size_t dim = latent_dim(model.spec());
  if (station.edited.size() == dim) return station.edited;
  const std::size_t count = station.index + 1;
  // On the fitted prior of a conditional model a latent vector depends on its class.
  const std::vector<std::int32_t> labels(model.spec().class_count > 0 ? count : 0, label_of(model.spec(), station));
  const Tensor latents = model.sample_latents(station.seed, count, prior, labels);
  const float* row = latents.data() + station.index * dim;
  return {row, row + dim};
}

std::int32_t label_of(const ModelSpec& spec, const Station& station) {
  if (spec.class_count == 0) return 0;
  const std::size_t label = station.label >= 0 ? static_cast<std::size_t>(station.label) : station.index;
  return static_cast<std::int32_t>(label % spec.class_count);
}

Tensor latents_of(const Model& model, const std::vector<Station>& stations, Prior prior) {
  const std::size_t dim = latent_dim(model.spec());
  Tensor latents = zeros({stations.size(), dim});
  for (std::size_t n = 0; n < stations.size(); ++n) {
    const std::vector<float> row = latent_of(model, stations[n], prior);
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

}  // namespace latentwalk
