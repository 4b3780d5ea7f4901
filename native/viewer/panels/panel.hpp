#pragma once

#include <imgui.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "viewer/gui/shortcuts.hpp"
#include "viewer/gui/widgets.hpp"
#include "viewer/session/session.hpp"

namespace latentwalk::viewer {

/// The panel of one view: what the stage shows, and the controls beside it.
class Panel {
 public:
  virtual ~Panel() = default;
  /// The view's name (session/views.hpp).
  virtual const char* id() const = 0;
  virtual const char* title() const = 0;
  virtual bool needs_model() const { return true; }
  /// Both are called once a frame inside a child window; `size` is the stage's.
  virtual void stage(Session& session, Ui& ui, ImVec2 size) = 0;
  virtual void controls(Session& session, Ui& ui) = 0;
  /// Does what the action means in this panel; false if it means nothing here.
  virtual bool run(Session& /*session*/, Action /*action*/) { return false; }
  /// True while something moves by itself; `now` is the time of the last frame.
  virtual bool animating(const Session& /*session*/, double /*now*/) const { return false; }
  /// The endings that `save` knows.
  virtual std::vector<std::string> saves(const Session& /*session*/) const { return {}; }
  /// Throws Error.
  virtual void save(Session& /*session*/, const std::filesystem::path& /*path*/) {}
};

/// `first_digit`: the test digit that Draw begins with; -1: none. `right_model`: what Compare shows at the right.
std::vector<std::unique_ptr<Panel>> all_panels(int first_digit, std::optional<std::size_t> right_model);

std::unique_ptr<Panel> samples_panel();
std::unique_ptr<Panel> walk_panel();
std::unique_ptr<Panel> plane_panel();
std::unique_ptr<Panel> dimensions_panel();
std::unique_ptr<Panel> draw_panel(int first_digit);
std::unique_ptr<Panel> compare_panel(std::optional<std::size_t> right_model);
std::unique_ptr<Panel> training_panel();
std::unique_ptr<Panel> information_panel();

}  // namespace latentwalk::viewer
