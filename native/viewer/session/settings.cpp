#include "viewer/session/settings.hpp"

#include <algorithm>

#include "latentwalk/error.hpp"
#include "latentwalk/json.hpp"
#include "support/files.hpp"
#include "viewer/session/desktop.hpp"

namespace latentwalk::viewer {
namespace {

constexpr std::size_t kMaxRecent = 8;

std::vector<std::string> read_paths(const Json& json, const char* key, const std::string& where) {
  std::vector<std::string> paths;
  if (!json.contains(key)) return paths;
  if (!json[key].is_array()) fail(where, ": \"", key, "\" must be a list of paths");
  for (const Json& path : json[key]) {
    if (!path.is_string()) fail(where, ": \"", key, "\" must be a list of paths, found ", excerpt(path));
    if (paths.size() < kMaxRecent) paths.push_back(path.get<std::string>());
  }
  return paths;
}

}  // namespace

std::filesystem::path settings_path() {
  const std::filesystem::path folder = config_folder();
  return folder.empty() ? folder : folder / "latentwalk" / "viewer.json";
}

Settings parse_settings(std::string_view text, const std::string& where) {
  const Json json = parse_json(text, where);  // keys that are not known here are another version's
  if (!json.is_object()) fail(where, ": settings must be a JSON object");
  Settings settings;
  settings.dark = read_bool(json, "dark", settings.dark, where);
  settings.reduce_motion = read_bool(json, "reduce_motion", settings.reduce_motion, where);
  settings.ui_scale = read_number(json, "ui_scale", kMinScale, kMaxScale, settings.ui_scale, where);
  settings.width = static_cast<int>(read_integer(json, "width", 200, 16384, settings.width, where));
  settings.height = static_cast<int>(read_integer(json, "height", 200, 16384, settings.height, where));
  settings.x = static_cast<int>(read_integer(json, "x", -32768, 32767, settings.x, where));
  settings.y = static_cast<int>(read_integer(json, "y", -32768, 32767, settings.y, where));
  settings.models_width = read_number(json, "models_width", 120, 800, settings.models_width, where);
  settings.controls_width = read_number(json, "controls_width", 200, 800, settings.controls_width, where);
  settings.fold_models = read_bool(json, "fold_models", settings.fold_models, where);
  settings.fold_controls = read_bool(json, "fold_controls", settings.fold_controls, where);
  settings.panel = read_string(json, "panel", settings.panel, where);
  settings.recent_models = read_paths(json, "recent_models", where);
  settings.recent_runs = read_paths(json, "recent_runs", where);
  settings.recent_scenes = read_paths(json, "recent_scenes", where);
  return settings;
}

std::string settings_text(const Settings& settings) {
  const Json json{{"dark", settings.dark},
                  {"reduce_motion", settings.reduce_motion},
                  {"ui_scale", settings.ui_scale},
                  {"width", settings.width},
                  {"height", settings.height},
                  {"x", settings.x},
                  {"y", settings.y},
                  {"models_width", settings.models_width},
                  {"controls_width", settings.controls_width},
                  {"fold_models", settings.fold_models},
                  {"fold_controls", settings.fold_controls},
                  {"panel", settings.panel},
                  {"recent_models", settings.recent_models},
                  {"recent_runs", settings.recent_runs},
                  {"recent_scenes", settings.recent_scenes}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Settings load_settings(const std::filesystem::path& path) {
  std::error_code ignored;
  if (path.empty() || !std::filesystem::exists(path, ignored)) return {};
  const std::vector<std::uint8_t> bytes = read_file(path);
  return parse_settings({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, path.string());
}

void save_settings(const std::filesystem::path& path, const Settings& settings) {
  if (path.empty()) return;
  make_folder(path.parent_path());
  write_text(path, settings_text(settings));
}

void remember(std::vector<std::string>& recent, const std::string& path) {
  recent.erase(std::remove(recent.begin(), recent.end(), path), recent.end());
  recent.insert(recent.begin(), path);
  if (recent.size() > kMaxRecent) recent.resize(kMaxRecent);
}

}  // namespace latentwalk::viewer
