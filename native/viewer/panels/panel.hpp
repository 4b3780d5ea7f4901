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
  /// Whether what does not fit the stage is reached by scrolling; the wheel then has no other meaning there.
  virtual bool scrolls() const { return false; }
  /// What is said of what the stage shows, in the page's words; empty: the model's description stands there.
  virtual std::string status(Session& /*session*/) const { return ""; }
  /// Does what the action means in this panel; false if it means nothing here.
  virtual bool run(Session& /*session*/, Action /*action*/) { return false; }
  /// The digit that the user has picked or made in the panel: without an image where there is none, nullopt while it is
  /// not known. A station without a model is the shown model's.
  virtual std::optional<PickedDigit> digit(Session& /*session*/) const { return PickedDigit(); }
  /// True while something moves by itself; `now` is the time of the last frame.
  virtual bool animating(const Session& /*session*/, double /*now*/) const { return false; }
  /// The endings of files that can be saved: ".json" and ".png" for the scene, ".gif" for a walk, and ".npy".
  virtual std::vector<std::string> saves(const Session& /*session*/) const { return {}; }
  /// What is saved as .npy, (N, latent_dim); null while it is computed.
  virtual std::shared_ptr<const Answer> latents(Session& /*session*/) const { return nullptr; }
  /// The name of a file that is saved, without its ending; empty: the model's and the view's.
  virtual std::string file_name(const Session& /*session*/) const { return ""; }
  /// Saves in a way of its own; false if the file is a scene, its picture or latents. Throws Error.
  virtual bool save(Session& /*session*/, const std::filesystem::path& /*path*/) { return false; }
};

/// `first_digit`: the test digit that Draw begins with; -1: none.
std::vector<std::unique_ptr<Panel>> all_panels(int first_digit);

std::unique_ptr<Panel> sample_panel();
std::unique_ptr<Panel> walk_panel();
std::unique_ptr<Panel> map_panel();
std::unique_ptr<Panel> dimensions_panel();
std::unique_ptr<Panel> draw_panel(int first_digit);
std::unique_ptr<Panel> inside_panel();
std::unique_ptr<Panel> learn_panel();
std::unique_ptr<Panel> compare_panel();
std::unique_ptr<Panel> training_panel();
std::unique_ptr<Panel> arithmetic_panel();
std::unique_ptr<Panel> information_panel();

}  // namespace latentwalk::viewer
