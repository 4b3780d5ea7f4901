#pragma once

#include <filesystem>
#include <optional>

#include "viewer/shell/shell.hpp"

namespace latentwalk::viewer {

struct ViewerOptions {
  ShellOptions shell;
  std::filesystem::path screenshot, regions;
  int frames = 10;
  int width = 0, height = 0;  // 0: as remembered
  double scale = 0.0;         // 0: as remembered
  std::optional<bool> dark;
  bool fresh = false;
};

/// Opens the window and runs until it is closed, or takes the picture. Returns the exit status. Throws Error.
int run_viewer(const ViewerOptions& options);

}  // namespace latentwalk::viewer
