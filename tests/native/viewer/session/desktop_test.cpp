// What the desktop asks for.
#include "viewer/session/desktop.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

#include "support/files.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;

TEST_CASE("a desktop asks for less motion in the settings of GTK, KDE or GNOME") {
  unsetenv("XDG_CURRENT_DESKTOP");
  const TemporaryFolder folder;
  const auto asks = [&](const std::string& file, const std::string& text) {
    make_folder((folder.path() / file).parent_path());
    write_text(folder.path() / file, text);
    const bool answer = desktop_asks_for_less_motion(folder.path());
    std::filesystem::remove(folder.path() / file);
    return answer;
  };
  CHECK_FALSE(desktop_asks_for_less_motion(folder.path()));
  CHECK(asks("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations = false\n"));
  CHECK(asks("gtk-4.0/settings.ini", "[Settings]\ngtk-enable-animations=0\n"));
  CHECK_FALSE(asks("gtk-4.0/settings.ini", "[Settings]\ngtk-enable-animations=1\n"));
  CHECK(asks("kdeglobals", "[KDE]\nAnimationDurationFactor=0\n"));
  CHECK_FALSE(asks("kdeglobals", "[KDE]\nAnimationDurationFactor=0.5\n"));

  const std::string path = std::getenv("PATH");
  const auto gnome = [&](const std::string& answer) {
    write_text(folder.path() / "gsettings", "#!/bin/sh\necho " + answer + "\n");
    std::filesystem::permissions(folder.path() / "gsettings", std::filesystem::perms::owner_all);
    setenv("PATH", (folder.path().string() + ":" + path).c_str(), 1);
    setenv("XDG_CURRENT_DESKTOP", "ubuntu:GNOME", 1);
    const bool asked = desktop_asks_for_less_motion(folder.path() / "none");
    unsetenv("XDG_CURRENT_DESKTOP");
    setenv("PATH", path.c_str(), 1);
    return asked;
  };
  CHECK(gnome("false"));
  CHECK_FALSE(gnome("true"));
}
