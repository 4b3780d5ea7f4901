#include "viewer/core/scene.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "gif/gif.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/parallel.hpp"
#include "support/digits.hpp"
#include "support/files.hpp"
#include "support/model_file.hpp"
#include "support/png.hpp"

namespace latentwalk::viewer {
namespace {

struct ViewName {
  Scene::View view;
  const char* name;
};
constexpr ViewName kViews[] = {{Scene::View::samples, "samples"},
                               {Scene::View::walk, "walk"},
                               {Scene::View::plane, "plane"},
                               {Scene::View::dimension, "dimension"},
                               {Scene::View::compare, "compare"}};

Scene::View parse_view(const std::string& name, const std::string& where) {
  for (const ViewName& known : kViews)
    if (name == known.name) return known.view;
  fail(where, ": \"view\" must be samples, walk, plane, dimension or compare, found \"", name, "\"");
}

std::vector<Station> parse_stations(const Json& list, std::size_t low, std::size_t high, const std::string& where) {
  if (!list.is_array() || list.size() < low || list.size() > high)
    fail(where, ": expected a list of ", low == high ? "" : std::to_string(low) + " to ", high, " stations");
  std::vector<Station> stations;
  for (std::size_t i = 0; i < list.size(); ++i)
    stations.push_back(parse_station(list[i], where + "[" + std::to_string(i) + "]"));
  return stations;
}

std::size_t read_size(const Json& json, const char* key, std::int64_t low, std::int64_t high, std::size_t fallback,
                      const std::string& where) {
  return static_cast<std::size_t>(read_integer(json, key, low, high, static_cast<std::int64_t>(fallback), where));
}

std::uint64_t read_seed(const Json& json, const std::string& where) {
  if (!json.contains("seed")) return 1;
  if (!json["seed"].is_number_unsigned())
    fail(where, ": \"seed\" must be a whole number from 0, found ", excerpt(json["seed"]));
  return json["seed"].get<std::uint64_t>();
}

std::vector<std::string> parse_models(const Json& json, const std::string& where) {
  const Json& list = require(json, "models", where);
  std::vector<std::string> models;
  for (const Json& name : list) models.push_back(name.is_string() ? name.get<std::string>() : "");
  if (!list.is_array() || models.size() < 2 || models.size() > 16 ||
      std::find(models.begin(), models.end(), "") != models.end())
    fail(where, ": \"models\" must be a list of 2 to 16 model files or names");
  return models;
}

}  // namespace

Scene parse_scene(std::string_view text, const std::string& where) {
  const Json json = parse_json(text, where);
  if (!json.is_object()) fail(where, ": a scene must be a JSON object");
  Scene scene;
  scene.view = parse_view(read_string(json, "view", where), where);
  switch (scene.view) {
    case Scene::View::samples:
      check_keys(json, {"view", "model", "seed", "count", "columns", "label", "scale", "dark"}, where);
      break;
    case Scene::View::walk:
      check_keys(json,
                 {"view", "model", "stations", "interpolation", "loop", "frames", "fps", "columns", "scale", "dark"},
                 where);
      scene.walk.stations = parse_stations(require(json, "stations", where), 2, kMaxStations, where + ": stations");
      scene.walk.how = parse_interpolation(read_string(json, "interpolation", "slerp", where));
      scene.walk.loop = read_bool(json, "loop", false, where);
      scene.walk.frames = static_cast<int>(read_integer(json, "frames", 2, 1000, 40, where));
      scene.walk.fps = read_number(json, "fps", 1.0, 50.0, 20.0, where);
      break;
    case Scene::View::plane: {
      check_keys(json, {"view", "model", "corners", "rows", "columns", "scale", "dark"}, where);
      const std::vector<Station> corners = parse_stations(require(json, "corners", where), 3, 3, where + ": corners");
      std::copy(corners.begin(), corners.end(), scene.corners.begin());
      scene.rows = read_size(json, "rows", 1, 100, 9, where);
      break;
    }
    case Scene::View::dimension:
      check_keys(json, {"view", "model", "station", "coordinate", "steps", "scale", "dark"}, where);
      scene.station = parse_station(require(json, "station", where), where + ": station");
      scene.coordinate = read_size(json, "coordinate", 0, 65535, 0, where);
      scene.steps = read_size(json, "steps", 2, 100, 9, where);
      break;
    case Scene::View::compare:
      check_keys(json, {"view", "models", "seed", "count", "columns", "label", "scale", "dark"}, where);
      break;
  }
  if (scene.view == Scene::View::compare) {
    scene.models = parse_models(json, where);
  } else {
    scene.models = {read_string(json, "model", where)};
  }
  scene.seed = read_seed(json, where);
  scene.count = read_size(json, "count", 1, 10000, scene.view == Scene::View::compare ? 10 : 64, where);
  scene.columns = read_size(json, "columns", 0, 10000, 0, where);
  scene.label = static_cast<int>(read_integer(json, "label", -1, 999, -1, where));
  scene.scale = read_size(json, "scale", 1, 32, scene.view == Scene::View::walk ? 8 : 2, where);
  scene.dark = read_bool(json, "dark", false, where);
  return scene;
}

std::string scene_text(const Scene& scene) {
  const auto known =
      std::find_if(std::begin(kViews), std::end(kViews), [&](const ViewName& name) { return name.view == scene.view; });
  Json json{{"view", known->name}};
  if (scene.view == Scene::View::compare) {
    json["models"] = scene.models;
  } else {
    json["model"] = scene.models.front();
  }
  const auto list = [](const auto& stations) {
    Json array = Json::array();
    for (const Station& station : stations) array.push_back(station_json(station));
    return array;
  };
  switch (scene.view) {
    case Scene::View::samples:
    case Scene::View::compare:
      json["seed"] = scene.seed;
      json["count"] = scene.count;
      if (scene.columns != 0) json["columns"] = scene.columns;
      if (scene.label >= 0) json["label"] = scene.label;
      break;
    case Scene::View::walk:
      json["stations"] = list(scene.walk.stations);
      json["interpolation"] = scene.walk.how == Interpolation::slerp ? "slerp" : "lerp";
      json["loop"] = scene.walk.loop;
      json["frames"] = scene.walk.frames;
      json["fps"] = scene.walk.fps;
      break;
    case Scene::View::plane:
      json["corners"] = list(scene.corners);
      json["rows"] = scene.rows;
      json["columns"] = scene.columns;
      break;
    case Scene::View::dimension:
      json["station"] = station_json(scene.station);
      json["coordinate"] = scene.coordinate;
      json["steps"] = scene.steps;
      break;
  }
  json["scale"] = scene.scale;
  json["dark"] = scene.dark;
  return json.dump(2) + "\n";
}

}  // namespace latentwalk::viewer
