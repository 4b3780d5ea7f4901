#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// The desktop's own dialog for files: that of xdg-desktop-portal over D-Bus, else zenity's or kdialog's where one of
/// them is on PATH. The viewer runs without any of them.
namespace latentwalk::viewer {

/// Files of one kind in a dialog.
struct FileKind {
  std::string words;                 // "Picture"
  std::vector<std::string> endings;  // ".png"
};

struct FileQuestion {
  bool save = false;
  std::string title;
  std::filesystem::path folder;  // shown first; empty: the desktop's choice
  std::string name;              // suggested for a file to save
  std::vector<FileKind> kinds;   // the first one is chosen at first
};

struct FileAnswer {
  bool asked = false;          // false: there is no such dialog, or it failed
  std::filesystem::path path;  // empty: the user left the dialog
};

/// Asks the user in a thread of its own; that may wait for as long as the user likes, and is left behind when the
/// viewer ends.
class DesktopDialog {
 public:
  /// `wake` is called from the thread.
  void ask(const FileQuestion& question, std::function<void()> wake);
  bool is_open() const { return answer_ != nullptr; }
  /// The answer, once.
  std::optional<FileAnswer> take();

 private:
  struct Shared;
  std::shared_ptr<Shared> answer_;
};

/// Asks and waits. Called in the dialog's thread, and in tests.
FileAnswer ask_portal(const FileQuestion& question);
FileAnswer ask_program(const FileQuestion& question);

/// The path of a file: URI; empty for another one.
std::filesystem::path path_of_uri(const std::string& uri);

}  // namespace latentwalk::viewer
