#include "scene/parameters.hpp"

#include <algorithm>
#include <array>

#include "latentwalk/error.hpp"
#include "scene/numbers.hpp"

namespace latentwalk {
namespace {

template <class... Views>
constexpr unsigned of(Views... views) {
  return ((1U << static_cast<unsigned>(views)) | ...);
}
constexpr unsigned kAll = 0x7FF;
constexpr unsigned kWithPrior = of(View::sample, View::walk, View::dimensions, View::compare, View::arithmetic);
constexpr unsigned kWithClass = of(View::sample, View::map, View::dimensions, View::draw, View::inside);

// The page's order (web/page/state/state.js), then what only pictures have.
const std::array kParameters{
    SceneParameter{"seed", of(View::sample, View::compare), &Scene::seed, 0, static_cast<double>(kMaxSeed)},
    SceneParameter{"pick", of(View::sample), &Scene::pick, 0, kMaxIndex},
    SceneParameter{"digit", kWithClass, &Scene::digit, 0, 999},
    SceneParameter{"prior", kWithPrior, &Scene::prior, 0, 0, 0, "fitted|standard"},
    SceneParameter{"alive", of(View::sample), &Scene::alive},
    SceneParameter{"stations", of(View::walk), &Scene::stations, 2, kMaxStations},
    SceneParameter{"path", of(View::walk), &Scene::path, 0, 0, 0, "slerp|lerp"},
    SceneParameter{"frames", of(View::walk), &Scene::frames, 2, kMaxFrames},
    SceneParameter{"loop", of(View::walk), &Scene::loop},
    SceneParameter{"speed", of(View::walk), &Scene::speed, 0.25, 4, 2, "0.25|0.5|1|2|4"},
    SceneParameter{"t", of(View::walk), &Scene::t, 0, 1, 4},
    SceneParameter{"play", of(View::walk), &Scene::play},
    SceneParameter{"plane", of(View::map), &Scene::plane, 0, 0, 0, "projection|axes"},
    SceneParameter{"across", of(View::map), &Scene::across, 0, 999},
    SceneParameter{"up", of(View::map), &Scene::up, 0, 999},
    SceneParameter{"corners", of(View::map), &Scene::corners, 3, 3},
    SceneParameter{"x", of(View::map), &Scene::x, -20, 20, 3},
    SceneParameter{"y", of(View::map), &Scene::y, -20, 20, 3},
    SceneParameter{"zoom", of(View::map), &Scene::zoom, 0.5, 16, 3},
    SceneParameter{"cx", of(View::map), &Scene::cx, -20, 20, 4},
    SceneParameter{"cy", of(View::map), &Scene::cy, -20, 20, 4},
    SceneParameter{"through", of(View::map), &Scene::through, 0, 1},
    SceneParameter{"classes", of(View::map), &Scene::classes, 0, 10},
    SceneParameter{"trail", of(View::map), &Scene::trail, -20, 20, 2},
    SceneParameter{"test", of(View::map, View::draw, View::inside, View::theory), &Scene::test, 0, 100000},
    SceneParameter{"base", of(View::dimensions, View::inside, View::theory), &Scene::base},
    SceneParameter{"z", of(View::dimensions), &Scene::z, -20, 20, 3},
    SceneParameter{"look", of(View::dimensions), &Scene::look, 0, 65535},
    SceneParameter{"ink", of(View::draw), &Scene::ink, 0, 8000},
    SceneParameter{"raw", of(View::draw), &Scene::raw},
    SceneParameter{"layer", of(View::inside), &Scene::layer, 0, 20},
    SceneParameter{"noise", of(View::inside), &Scene::noise, 0, 9999},
    SceneParameter{"config", of(View::learn), &Scene::config, 0, 0, 0, "small-vae|plane-vae|small-gan|fc-vae|fc-gan"},
    SceneParameter{"start", of(View::learn), &Scene::start, 0, static_cast<double>(kMaxSeed)},
    SceneParameter{"digits", of(View::learn), &Scene::digits, 0, 0, 0, "all|1000|100"},
    SceneParameter{"rate", of(View::learn), &Scene::rate, -2, 2, 1},
    SceneParameter{"kl", of(View::learn), &Scene::kl, 0, 10, 1},
    SceneParameter{"drate", of(View::learn), &Scene::drate, -2, 2, 1},
    SceneParameter{"freeze", of(View::learn), &Scene::freeze},
    SceneParameter{"latent", of(View::learn), &Scene::latent, 0, 64},
    SceneParameter{"beside", of(View::learn), &Scene::beside},
    SceneParameter{"rate2", of(View::learn), &Scene::rate2, -2, 2, 1},
    SceneParameter{"kl2", of(View::learn), &Scene::kl2, 0, 10, 1},
    SceneParameter{"drate2", of(View::learn), &Scene::drate2, -2, 2, 1},
    SceneParameter{"freeze2", of(View::learn), &Scene::freeze2},
    SceneParameter{"latent2", of(View::learn), &Scene::latent2, 0, 64},
    SceneParameter{"with", of(View::compare), &Scene::with, 0, 32},
    SceneParameter{"memory", of(View::compare), &Scene::memory, 0, 83},
    SceneParameter{"run", of(View::training), &Scene::run, 0, 60},
    SceneParameter{"epoch", of(View::training), &Scene::epoch, 0, 100000},
    SceneParameter{"terms", of(View::arithmetic), &Scene::terms, 3, 3},
    SceneParameter{"usual", of(View::arithmetic), &Scene::usual},
    SceneParameter{"topic", of(View::theory), &Scene::topic, 0, 0, 0, "densities|elbo"},
    SceneParameter{"p", of(View::theory), &Scene::p},
    SceneParameter{"q", of(View::theory), &Scene::q},
    SceneParameter{"learns", of(View::theory), &Scene::learns, 0, 0, 0, "discriminator|both"},
    SceneParameter{"loss", of(View::theory), &Scene::loss, 0, 0, 0, "minimax|non_saturating"},
    SceneParameter{"draw", of(View::theory), &Scene::draw, 0, 9999},
    SceneParameter{"count", of(View::sample, View::compare), &Scene::count, 1, kMaxIndex + 1.0},
    SceneParameter{"scale", kAll, &Scene::scale, 1, 32},
    SceneParameter{"dark", kAll, &Scene::dark},
};

constexpr std::size_t kMostChanges = 256;

[[noreturn]] void refuse(const std::string& where, const std::string& expected, std::string_view found) {
  fail(where, ": expected ", expected, ", found ", excerpt(Json(std::string(found))));
}

std::string range_words(const SceneParameter& parameter) {
  return rounded(parameter.low, 3).dump() + " to " + rounded(parameter.high, 3).dump();
}

std::vector<std::string_view> split(std::string_view text, char mark) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(mark, at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

bool is_choice(const SceneParameter& parameter, std::string_view text) {
  if (parameter.choices == nullptr) return true;
  const std::vector<std::string_view> choices = split(parameter.choices, '|');
  return std::find(choices.begin(), choices.end(), text) != choices.end();
}

std::string choice_words(const SceneParameter& parameter) {
  std::string words = parameter.choices;
  std::replace(words.begin(), words.end(), '|', ' ');
  return "one of " + words;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ",") + part;
  return text;
}

constexpr std::array kShapes{"normal", "uniform", "bumps"};  // in the order of DensityShape
constexpr int kDensityPlaces = 2;

std::string number_words(double value, int places) { return rounded(value, places).dump(); }

/// How each type of value is written as text and JSON.
struct Writer {
  const SceneParameter& parameter;

  Json operator()(std::uint64_t value) const { return value; }
  Json operator()(unsigned value) const { return value; }
  Json operator()(const std::optional<std::size_t>& value) const { return value ? Json(*value) : Json(); }
  Json operator()(double value) const { return rounded(value, parameter.places); }
  Json operator()(bool value) const { return value; }
  Json operator()(const std::string& value) const { return value; }
  Json operator()(const Station& value) const { return station_json(value); }
  Json operator()(const std::vector<Station>& values) const {
    Json list = Json::array();
    for (const Station& value : values) list.push_back(station_json(value));
    return list;
  }
  Json operator()(const std::vector<std::string>& values) const { return values; }
  Json operator()(const LineDensity& value) const {
    return std::string(kShapes[static_cast<std::size_t>(value.shape)]) + "," +
           number_words(value.centre, kDensityPlaces) + "," + number_words(value.width, kDensityPlaces);
  }
  Json operator()(const std::vector<double>& values) const {
    Json list = Json::array();
    for (const double value : values) list.push_back(rounded(value, parameter.places));
    return list;
  }
  Json operator()(const std::map<std::size_t, double>& values) const {
    Json object = Json::object();
    for (const auto& [at, value] : values) object[std::to_string(at)] = rounded(value, parameter.places);
    return object;
  }
};

/// The text form of a JSON value: lists and objects are joined with commas.
std::string plain_text(const Json& json) {
  if (json.is_null()) return "";
  if (json.is_boolean()) return json.get<bool>() ? "1" : "0";
  if (json.is_string()) return json.get<std::string>();
  if (json.is_object() && json.contains("latent")) return station_text(station_of_json(json, "latent"));
  if (!json.is_structured()) return json.dump();
  std::vector<std::string> parts;
  for (const auto& [key, value] : json.items())
    parts.push_back(json.is_object() ? key + ":" + plain_text(value) : plain_text(value));
  return joined(parts);
}

/// How each type of value is read from text.
struct Reader {
  const SceneParameter& parameter;
  std::string_view text;
  const std::string& where;

  void operator()(std::uint64_t& value) const {
    const auto low = static_cast<std::uint64_t>(parameter.low), high = static_cast<std::uint64_t>(parameter.high);
    const std::optional<std::uint64_t> number = whole_number(trimmed(text), low, high);
    if (!number) refuse(where, "a whole number from " + range_words(parameter), text);
    value = *number;
  }
  void operator()(unsigned& value) const {
    std::uint64_t number = 0;
    (*this)(number);
    value = static_cast<unsigned>(number);
  }
  void operator()(std::optional<std::size_t>& value) const {
    if (text.empty()) return value.reset();
    std::uint64_t number = 0;
    (*this)(number);
    value = static_cast<std::size_t>(number);
  }
  void operator()(double& value) const {
    const std::optional<double> number = decimal_number(trimmed(text), parameter.low, parameter.high);
    if (!number) refuse(where, "a decimal number from " + range_words(parameter), text);
    if (!is_choice(parameter, number_words(*number, parameter.places))) refuse(where, choice_words(parameter), text);
    value = *number;
  }
  void operator()(bool& value) const {
    if (text != "" && text != "1" && text != "true" && text != "0" && text != "false") refuse(where, "1 or 0", text);
    value = text != "0" && text != "false";
  }
  void operator()(std::string& value) const {
    if (!is_choice(parameter, text)) refuse(where, choice_words(parameter), text);
    if (parameter.choices == nullptr && static_cast<double>(text.size()) > parameter.high)
      fail(where, ": expected at most ", static_cast<std::size_t>(parameter.high), " characters, found ", text.size());
    value = text;
  }
  void operator()(Station& value) const { value = parse_station(text, where); }
  void operator()(std::vector<Station>& values) const {
    values.clear();
    for (const std::string_view one : split(text, ',')) values.push_back(parse_station(one, where));
    check_count(values.size(), "stations");
  }
  void operator()(std::vector<std::string>& values) const {
    values.clear();
    for (const std::string_view one : split(text, ','))
      if (!one.empty()) values.emplace_back(one);
    check_count(values.size(), "models");
  }
  void operator()(std::vector<double>& values) const {
    values.clear();
    for (const std::string_view one : split(text, ',')) {
      if (one.empty()) continue;
      const std::optional<double> number = decimal_number(trimmed(one), parameter.low, parameter.high);
      if (!number) refuse(where, "decimal numbers from " + range_words(parameter), one);
      values.push_back(*number);
    }
    if (values.size() > 2 * kMaxTrail || values.size() % 2 != 0)
      fail(where, ": expected x and y of at most ", kMaxTrail, " points, found ", values.size(), " numbers");
  }
  void operator()(std::map<std::size_t, double>& values) const {
    values.clear();
    for (const std::string_view one : split(text, ',')) {
      if (one.empty()) continue;
      const std::vector<std::string_view> parts = split(one, ':');
      const std::optional<std::uint64_t> at = whole_number(parts.front(), 0, 65535);
      const std::optional<double> value =
          parts.size() == 2 ? decimal_number(parts[1], parameter.low, parameter.high) : std::nullopt;
      if (!at || !value) refuse(where, "coordinate:value with a value from " + range_words(parameter), one);
      values[static_cast<std::size_t>(*at)] = *value;
    }
    if (values.size() > kMostChanges) fail(where, ": expected at most ", kMostChanges, " coordinates");
  }
  void operator()(LineDensity& value) const {
    const std::vector<std::string_view> parts = split(text, ',');
    const auto shape = std::find(kShapes.begin(), kShapes.end(), parts.front());
    const auto number = [&](std::size_t i, double low, double high) {
      return parts.size() == 3 ? decimal_number(trimmed(parts[i]), low, high) : std::nullopt;
    };
    const std::optional<double> centre = number(1, -kMostCentre, kMostCentre);
    const std::optional<double> width = number(2, kLeastWidth, kMostWidth);
    if (shape == kShapes.end() || !centre || !width)
      refuse(where, "normal, uniform or bumps, a centre from -3 to 3 and a width from 0.2 to 2", text);
    value = {static_cast<DensityShape>(shape - kShapes.begin()), *centre, *width};
  }
  void check_count(std::size_t count, const char* what) const {
    if (static_cast<double>(count) < parameter.low || static_cast<double>(count) > parameter.high)
      fail(where, ": expected ",
           parameter.low == parameter.high ? number_words(parameter.low, 0) : range_words(parameter), " ", what,
           ", found ", count);
  }
};

}  // namespace

std::span<const SceneParameter> scene_parameters() { return kParameters; }

Json json_of(const SceneParameter& parameter, const Scene& scene) {
  return std::visit([&](auto member) { return Writer{parameter}(scene.*member); }, parameter.member);
}

std::string text_of(const SceneParameter& parameter, const Scene& scene) {
  return plain_text(json_of(parameter, scene));
}

void read_text(const SceneParameter& parameter, std::string_view text, Scene& scene, const std::string& where) {
  std::visit([&](auto member) { Reader{parameter, text, where}(scene.*member); }, parameter.member);
}

void read_json(const SceneParameter& parameter, const Json& json, Scene& scene, const std::string& where) {
  if (const auto* station = std::get_if<Station Scene::*>(&parameter.member)) {
    scene.** station = station_of_json(json, where);
    return;
  }
  if (const auto* list = std::get_if<std::vector<Station> Scene::*>(&parameter.member); list && json.is_array()) {
    std::vector<Station>& stations = scene.**list;
    stations.clear();
    for (std::size_t i = 0; i < json.size(); ++i)
      stations.push_back(station_of_json(json[i], where + "[" + std::to_string(i) + "]"));
    return Reader{parameter, "", where}.check_count(stations.size(), "stations");
  }
  read_text(parameter, plain_text(json), scene, where);
}

bool same(const SceneParameter& parameter, const Scene& a, const Scene& b) {
  return std::visit([&](auto member) { return a.*member == b.*member; }, parameter.member);
}

}  // namespace latentwalk
