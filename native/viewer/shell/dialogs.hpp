#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "viewer/gui/shortcuts.hpp"
#include "viewer/gui/widgets.hpp"
#include "viewer/session/desktop_dialog.hpp"

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
  /// `desktop`: files are chosen in the desktop's own dialog where there is one.
  Dialogs(bool desktop, std::function<void()> wake) : desktop_(desktop), wake_(std::move(wake)) {}

  /// Shows the dialog of open, save, settings or help from the next frame on.
  void ask_for(Action dialog) { wanted_ = dialog; }
  void frame(Shell& shell);

 private:
  bool take(Action dialog);
  /// Asks in the desktop's dialog where that is wanted.
  void ask_desktop(Shell& shell);
  void answer_desktop(Shell& shell, const FileAnswer& answer);
  /// What a file of the panel is called at first, with its ending.
  std::string suggested_name(Shell& shell);
  void save(Shell& shell);

  bool desktop_;
  std::function<void()> wake_;
  DesktopDialog dialog_;
  Action asked_ = Action::none;  // what the desktop's dialog is for
  std::filesystem::path folder_;
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
