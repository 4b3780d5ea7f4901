// What is remembered between starts.
#include "viewer/session/settings.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

#include "support/files.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using tests::message_of;

TEST_CASE("settings are written whole and read back; a broken file says what is wrong") {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "deep" / "viewer.json";
  CHECK(load_settings(path) == Settings());
  Settings settings;
  settings.dark = true;
  settings.ui_scale = 1.5;
  settings.panel = "walk";
  remember(settings.recent_models, "/a");
  remember(settings.recent_models, "/b");
  remember(settings.recent_models, "/a");
  CHECK(settings.recent_models == std::vector<std::string>{"/a", "/b"});
  save_settings(path, settings);
  CHECK(load_settings(path) == settings);
  CHECK(std::distance(std::filesystem::directory_iterator(path.parent_path()), {}) == 1);  // no temporary file left
  write_text(path, R"({"ui_scale": 40})");
  CHECK(message_of([&] { load_settings(path); }).find("ui_scale") != std::string::npos);
}

TEST_CASE("a key of another version leaves the rest of the settings as they are") {
  CHECK(parse_settings(R"({"dark": true, "of a later version": 1})", "viewer.json").dark);
}

TEST_CASE("settings live where the XDG specification says") {
  setenv("XDG_CONFIG_HOME", "/somewhere", 1);
  CHECK(settings_path() == "/somewhere/latentwalk/viewer.json");
  setenv("XDG_CONFIG_HOME", "relative", 1);
  setenv("HOME", "/home/x", 1);
  CHECK(settings_path() == "/home/x/.config/latentwalk/viewer.json");
}
