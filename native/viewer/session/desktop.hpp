#pragma once

#include <filesystem>

namespace latentwalk::viewer {

/// True if the desktop asks programs to move less: GTK's settings.ini and KDE's kdeglobals in `config_folder` say so,
/// or on a GNOME desktop gsettings.
bool desktop_asks_for_less_motion(const std::filesystem::path& config_folder);

/// $XDG_CONFIG_HOME, or ~/.config; empty where neither is known.
std::filesystem::path config_folder();

}  // namespace latentwalk::viewer
