#include "viewer/session/desktop.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

namespace latentwalk::viewer {
namespace {

namespace fs = std::filesystem;

std::string without_spaces(std::string text) {
  std::erase_if(text, [](unsigned char letter) { return std::isspace(letter) != 0; });
  return text;
}

/// The value of a key in a file of lines KEY=VALUE; empty where there is none.
std::string value_in(const fs::path& file, std::string_view key) {
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    line = without_spaces(line);
    if (line.starts_with(key) && line.substr(key.size()).starts_with("=")) return line.substr(key.size() + 1);
  }
  return "";
}

/// GNOME keeps this setting in a database that only its own program reads.
bool gnome_asks() {
  const char* desktop = std::getenv("XDG_CURRENT_DESKTOP");
  if (desktop == nullptr || std::string_view(desktop).find("GNOME") == std::string_view::npos) return false;
  const auto close = [](FILE* pipe) { pclose(pipe); };
  const std::unique_ptr<FILE, decltype(close)> pipe(
      popen("gsettings get org.gnome.desktop.interface enable-animations 2>/dev/null", "r"), close);
  std::array<char, 16> answer{};
  return pipe != nullptr && std::fgets(answer.data(), answer.size(), pipe.get()) != nullptr &&
         std::string_view(answer.data()).starts_with("false");
}

}  // namespace

fs::path config_folder() {
  // An empty or relative XDG_CONFIG_HOME counts as unset, as its specification asks.
  if (const char* config = std::getenv("XDG_CONFIG_HOME"); config != nullptr && config[0] == '/') return config;
  const char* home = std::getenv("HOME");
  return home != nullptr && home[0] == '/' ? fs::path(home) / ".config" : fs::path();
}

bool desktop_asks_for_less_motion(const fs::path& folder) {
  for (const char* gtk : {"gtk-4.0", "gtk-3.0"}) {
    const std::string animations = value_in(folder / gtk / "settings.ini", "gtk-enable-animations");
    if (animations == "0" || animations == "false") return true;
  }
  const std::string duration = value_in(folder / "kdeglobals", "AnimationDurationFactor");
  if (!duration.empty() && std::strtod(duration.c_str(), nullptr) == 0.0) return true;
  return gnome_asks();
}

}  // namespace latentwalk::viewer
