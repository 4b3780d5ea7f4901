#pragma once

#include <imgui.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "viewer/gui/shortcuts.hpp"

namespace latentwalk::viewer {

class App;

/// One way to look at a model: digits on the stage, and the controls beside it.
class Panel {
 public:
  virtual ~Panel() = default;
  virtual const char* name() const = 0;  // "Samples"
  virtual bool needs_model() const { return true; }
  /// Both are called once a frame inside a child window; `size` is the stage's.
  virtual void stage(App& app, ImVec2 size) = 0;
  virtual void controls(App& app) = 0;
  /// An action of its own (play, new digits …): false where it has none of that kind.
  virtual bool run(App& /*app*/, Action /*action*/) { return false; }
  virtual bool animating(const App& /*app*/) const { return false; }
  /// Looks for news on disk; true if there is some.
  virtual bool refresh(App& /*app*/) { return false; }
  /// The endings it can save as, and the saving. Throws Error.
  virtual std::vector<std::string> saves(const App& /*app*/) const { return {}; }
  virtual void save(App& /*app*/, const std::filesystem::path& /*path*/) {}
  /// A file or folder opened for it (a run's folder): false where it is not its kind.
  virtual bool open(App& /*app*/, const std::filesystem::path& /*path*/) { return false; }
};

std::unique_ptr<Panel> samples_panel();
std::unique_ptr<Panel> walk_panel();
std::unique_ptr<Panel> plane_panel();
std::unique_ptr<Panel> dimensions_panel();
std::unique_ptr<Panel> draw_panel();
std::unique_ptr<Panel> compare_panel();
std::unique_ptr<Panel> training_panel();
std::unique_ptr<Panel> information_panel();

}  // namespace latentwalk::viewer
