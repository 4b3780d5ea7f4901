#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace latentwalk::viewer {

/// What is remembered from one start to the next.
struct Settings {
  bool dark = false;
  bool reduce_motion = false;
  double ui_scale = 1.0;  // on top of the monitor's own
  int width = 1280, height = 800;
  int x = -1, y = -1;                               // -1: wherever the window manager puts it
  double models_width = 248, controls_width = 304;  // of the columns, before scaling
  bool fold_models = false, fold_controls = false;
  std::string panel = "samples";
  std::vector<std::string> recent_models, recent_runs, recent_scenes;  // newest first

  bool operator==(const Settings&) const = default;
};

inline constexpr double kMinScale = 0.75, kMaxScale = 3.0;

/// $XDG_CONFIG_HOME/latentwalk/viewer.json, or below ~/.config; empty where neither is known.
std::filesystem::path settings_path();

Settings parse_settings(std::string_view text, const std::string& where);
std::string settings_text(const Settings& settings);

/// The defaults where there is no file. A broken one throws Error.
Settings load_settings(const std::filesystem::path& path);
/// All at once, with the folders above it.
void save_settings(const std::filesystem::path& path, const Settings& settings);

/// Puts it first, once, and forgets the oldest.
void remember(std::vector<std::string>& recent, const std::string& path);

}  // namespace latentwalk::viewer
