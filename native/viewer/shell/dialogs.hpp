#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "viewer/gui/shortcuts.hpp"
#include "viewer/gui/widgets.hpp"

namespace latentwalk::viewer {

class Shell;
class Session;

/// Chooses a file or folder and opens it.
class OpenDialog {
 public:
  void frame(Session& session, Ui& ui, bool wanted);

 private:
  void enter(const std::filesystem::path& folder);
  /// The rows of the folder. True if a file was double-clicked.
  bool list(Ui& ui);

  std::string path_, problem_;
  std::filesystem::path folder_;
  std::vector<std::filesystem::path> listed_;
};

/// Open, Save, Settings and the list of keys.
class Dialogs {
 public:
  /// Shows the dialog of open, save, settings or help from the next frame on.
  void ask_for(Action dialog) { wanted_ = dialog; }
  void frame(Shell& shell);

 private:
  bool take(Action dialog);
  void save(Shell& shell);

  Action wanted_ = Action::none;
  OpenDialog open_;
  std::string save_path_, save_problem_;
};

/// Begins a dialog in the middle of the window, and opens it first where it is `wanted`. ImGui::EndPopup must follow
/// if it returns true.
bool begin_dialog(Ui& ui, const char* name, float width, bool wanted);

/// The buttons at the foot of a dialog: the main one, unless null, and one to leave. True if the main one was pressed.
bool finish_dialog(Ui& ui, const char* main, const char* leave);

}  // namespace latentwalk::viewer
