#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "viewer/gui/widgets.hpp"
#include "viewer/panels/panel.hpp"
#include "viewer/session/session.hpp"
#include "viewer/shell/dialogs.hpp"

namespace latentwalk::viewer {

inline constexpr std::size_t kNumberedPanels = 9;  // that a digit's key shows

struct ShellOptions {
  SessionOptions session;
  bool desktop_dialogs = false;  // files are chosen in the desktop's own dialog where there is one
  int digit = -1;                // the test digit that Draw begins with; -1: a blank sheet
};

/// Everything inside the window: layout, panels, dialogs and shortcuts over a session. The caller runs Dear ImGui's
/// frames, and puts them on a screen or, in tests, nowhere.
class Shell {
 public:
  /// `wake` is called from another thread when there is something new to show.
  Shell(const ShellOptions& options, Textures& textures, const std::function<void()>& wake = {});
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;

  /// Lays out one frame, at `now` seconds. Call between ImGui::NewFrame and ImGui::Render.
  void frame(double now);
  /// True while something moves by itself: the next frame is due at once.
  bool animating() const;
  /// True if fonts and style must be loaded again before the next frame.
  bool take_restyle() { return std::exchange(restyle_, false); }
  bool wants_to_close() const { return close_; }
  /// The window's title: what is shown, and with which model.
  std::string title() const;

  /// Opens what was dropped on the window.
  void drop(const std::vector<std::string>& paths);
  void run(Action action);
  /// The endings of the files that the panel can save now.
  std::vector<std::string> endings() const;
  /// Saves what the panel shows in the session's saver; the ending of the path says as what. Throws Error where that
  /// cannot begin.
  void save(const std::filesystem::path& path);

  Session& session() { return session_; }
  const Session& session() const { return session_; }
  Theme& theme() { return theme_; }
  Ui& ui() { return ui_; }
  const Ui& ui() const { return ui_; }
  /// The panel of the session's view.
  Panel& panel() const;
  const std::vector<std::unique_ptr<Panel>>& panels() const { return panels_; }

 private:
  /// False where the panel needs a model and there is none to show.
  bool panel_is_ready() const;
  /// A window as small as a page on a phone: the models' column is folded, and margins are small.
  bool is_narrow() const;
  float margin() const;
  void layout();
  /// Returns its height. `left`: of what is under it, `width`: of the window.
  float header(float left, float width);
  /// The shown model's name, which opens the list, where the column is folded. Returns its right end.
  float model_menu(ImVec2 from, float width);
  void panel_names(ImVec2 from, ImFont* font);
  void panel_list(ImVec2 from);
  void tools(float x, float y);
  /// Drawn on the last item: the window with its column.
  void fold_icon(Action action);
  void body(ImVec2 from, ImVec2 size);
  void stage(ImVec2 from, ImVec2 size);
  /// A height of 0: below the stage, as high as they are.
  void controls(ImVec2 from, ImVec2 size);
  void splitter(const char* id, float x, float top, float height, double& width, double low, double high, int sign);
  /// The digits picked last, as buttons. Returns the place that is left.
  Region tray(ImVec2 from, ImVec2 size);
  /// How far the file is that is being saved. Returns the place that is left.
  Region saving(ImVec2 from, ImVec2 size);
  /// Notes a digit that the user picked in the panel.
  void note_picked();
  void copy_address();
  void paste_address();
  /// What the status line says where there is no message.
  std::string standing_words();
  void status_line(ImVec2 from, ImVec2 size);
  void shortcuts();
  void scale_to(double scale);

  Session session_;
  Theme theme_;
  Pictures pictures_;
  Ui ui_{theme_, pictures_};
  std::vector<std::unique_ptr<Panel>> panels_;
  Dialogs dialogs_;
  std::map<std::string, PickedDigit> seen_digits_;  // of each panel, when it was shown last
  bool typing_ = false;                             // a text field takes the letters
  bool restyle_ = true, close_ = false;
};

/// The column at the left: the models in the list, and what was opened before. True if something was chosen.
bool models_column(Session& session, Ui& ui);

}  // namespace latentwalk::viewer
