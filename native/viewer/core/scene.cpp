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
    fail(where, ": \"seed\" must be a whole number from 0, found ", json["seed"].dump());
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

GreyImage checked_sheet(const ModelSpec& spec, const Tensor& images, const SheetStyle& style) {
  check_size(spec, images.shape(0), style);
  return image_sheet(images, style);
}

GreyImage beneath(const GreyImage& above, const GreyImage& below) {
  GreyImage both;
  both.width = std::max(above.width, below.width);
  both.height = above.height + below.height;
  both.pixels.assign(both.width * both.height, above.pixels.front());  // the corner is paper
  for (const GreyImage* part : {&above, &below})
    for (std::size_t row = 0; row < part->height; ++row)
      std::copy_n(part->pixels.data() + row * part->width, part->width,
                  both.pixels.data() + (row + (part == &below ? above.height : 0)) * both.width);
  return both;
}

Rendered render_walk(const Scene& scene, const Model& model, SheetStyle style, bool animated) {
  const ModelSpec& spec = model.spec();
  const std::size_t frames = static_cast<std::size_t>(scene.walk.frames);
  const Tensor latents = walk(latents_of(spec, scene.walk.stations), frames, scene.walk.how, scene.walk.loop);
  const std::size_t count = latents.shape(0);
  std::vector<std::int32_t> labels;
  // A leg's class is its first station's until half-way, then the next one's.
  for (std::size_t i = 0; spec.class_count > 0 && i < count; ++i) {
    const auto station =
        static_cast<std::size_t>(std::lround(static_cast<double>(i) / static_cast<double>(frames - 1)));
    labels.push_back(label_of(spec, scene.walk.stations[station % scene.walk.stations.size()]));
  }
  style.columns = animated ? 1 : (scene.columns != 0 ? scene.columns : count);
  check_size(spec, animated ? 1 : count, style, animated ? count : 1);
  const Tensor images = model.decode(latents, labels, available_threads());
  Rendered rendered;
  rendered.fps = scene.walk.fps;
  if (!animated) {
    rendered.frames.push_back(image_sheet(images, style));
    return rendered;
  }
  for (std::size_t i = 0; i < count; ++i) rendered.frames.push_back(image_sheet(rows_of(images, i, 1), style));
  return rendered;
}

Tensor render_plane(const Scene& scene, const Model& model, SheetStyle& style) {
  const ModelSpec& spec = model.spec();
  style.columns = scene.columns != 0 ? scene.columns : 9;
  check_size(spec, scene.rows * style.columns, style);
  const std::vector<Station> corners(scene.corners.begin(), scene.corners.end());
  const Tensor latents = plane(latents_of(spec, corners), scene.rows, style.columns);
  std::vector<std::int32_t> labels;
  if (spec.class_count > 0) labels.assign(latents.shape(0), label_of(spec, corners.front()));
  return model.decode(latents, labels, available_threads());
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

Rendered render_scene(const Scene& scene, const std::vector<const Model*>& models, bool animated) {
  if (animated && scene.view != Scene::View::walk) fail("only a walk can be an animation: write this scene to a .png");
  const Model& model = *models.front();
  const ModelSpec& spec = model.spec();
  SheetStyle style;
  style.columns = scene.columns;
  style.scale = scene.scale;
  style.dark = scene.dark;
  switch (scene.view) {
    case Scene::View::walk:
      return render_walk(scene, model, style, animated);
    case Scene::View::plane: {
      const Tensor images = render_plane(scene, model, style);
      return {{image_sheet(images, style)}, 0};
    }
    case Scene::View::dimension: {
      if (scene.coordinate >= latent_dim(spec))
        fail("coordinate ", scene.coordinate, ": the model ", spec.name, " has ", latent_dim(spec), ", counted from 0");
      const Tensor latents = along_coordinate(spec, latent_of(spec, scene.station), scene.coordinate, scene.steps);
      std::vector<std::int32_t> labels;
      if (spec.class_count > 0) labels.assign(latents.shape(0), label_of(spec, scene.station));
      style.columns = latents.shape(0);
      return {{checked_sheet(spec, model.decode(latents, labels, available_threads()), style)}, 0};
    }
    case Scene::View::samples:
    case Scene::View::compare:
      break;
  }
  Rendered rendered;
  for (const Model* one : models) {
    const ModelSpec& of = one->spec();
    SheetStyle sheet_style = style;
    const std::vector<std::int32_t> labels =
        labels_for(of, of.class_count == 0 && models.size() > 1 ? -1 : scene.label, scene.count);
    if (scene.view == Scene::View::compare) {
      if (style.columns == 0) sheet_style.columns = scene.count;
    } else if (style.columns == 0 && scene.label < 0) {
      sheet_style.columns = of.class_count;  // a column a class, as the command line program does
    }
    check_size(of, scene.count, sheet_style);
    const GreyImage sheet =
        image_sheet(one->decode(sample_latents(of, scene.seed, scene.count), labels, available_threads()), sheet_style);
    if (rendered.frames.empty()) {
      rendered.frames.push_back(sheet);
    } else {
      rendered.frames.front() = beneath(rendered.frames.front(), sheet);
    }
  }
  return rendered;
}

std::string render_scene_file(const std::filesystem::path& path, const std::filesystem::path& out) {
  check_extension(out, {".png", ".gif"});
  const std::vector<std::uint8_t> bytes = read_file(path);
  const Scene scene = parse_scene({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, path.string());
  std::vector<LoadedModel> loaded;
  std::vector<const Model*> models;
  for (const std::string& name : scene.models) {
    const std::filesystem::path beside = path.parent_path() / name;
    std::error_code ignored;
    loaded.push_back(load_model(std::filesystem::is_regular_file(beside, ignored) ? beside.string() : name));
  }
  models.reserve(loaded.size());
  check_not_source(out, {path});
  for (const LoadedModel& one : loaded) {
    check_not_source(out, {one.path});
    models.push_back(&one.model);
  }
  const bool animated = extension_of(out) == ".gif";
  const Rendered rendered = render_scene(scene, models, animated);
  std::ostringstream words;
  words << out.string() << ": ";
  if (animated) {
    write_gif(out, rendered.frames, rendered.fps);
    words << rendered.frames.size() << " frames of ";
  } else {
    write_png(out, rendered.frames.front());
  }
  words << rendered.frames.front().width << " × " << rendered.frames.front().height << " pixels";
  return words.str();
}

Tensor along_coordinate(const ModelSpec& spec, const std::vector<float>& latent, std::size_t coordinate,
                        std::size_t steps) {
  const Coordinate at = coordinate_of(spec, coordinate);
  const bool categorical = at.block->prior == LatentBlock::Prior::categorical;
  if (categorical) steps = at.block->dim;
  Tensor latents = zeros({steps, latent.size()});
  for (std::size_t n = 0; n < steps; ++n) {
    float* row = latents.data() + n * latent.size();
    std::copy(latent.begin(), latent.end(), row);
    if (categorical) {
      std::fill_n(row + at.first, at.block->dim, 0.0F);
      row[at.first + n] = 1.0F;
    } else {
      const double t = steps > 1 ? static_cast<double>(n) / static_cast<double>(steps - 1) : 0.5;
      row[coordinate] = static_cast<float>(at.low + t * (at.high - at.low));
    }
  }
  return latents;
}

Coordinate coordinate_of(const ModelSpec& spec, std::size_t coordinate) {
  Coordinate at;
  for (const LatentBlock& block : spec.latent) {
    if (coordinate < at.first + block.dim) {
      at.block = &block;
      at.index = coordinate - at.first;
      if (block.prior == LatentBlock::Prior::uniform) at.low = block.low, at.high = block.high;
      return at;
    }
    at.first += block.dim;
  }
  fail("coordinate ", coordinate, ": the model ", spec.name, " has ", at.first, ", counted from 0");
}

}  // namespace latentwalk::viewer
