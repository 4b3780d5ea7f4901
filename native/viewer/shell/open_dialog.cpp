#include <imgui_stdlib.h>

#include <algorithm>

#include "viewer/gui/readable.hpp"
#include "viewer/session/open_file.hpp"
#include "viewer/shell/dialogs.hpp"

namespace latentwalk::viewer {
namespace {

namespace fs = std::filesystem;

/// What can be opened in a folder: folders first, by name.
std::vector<fs::path> openable(const fs::path& folder) {
  std::vector<fs::path> folders, files;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const fs::path& path = it->path();
    if (path.filename().string().starts_with('.')) continue;
    if (it->is_directory(error)) {
      folders.push_back(path);
    } else if (file_type(path) != FileType::other) {
      files.push_back(path);
    }
  }
  std::sort(folders.begin(), folders.end());
  std::sort(files.begin(), files.end());
  folders.insert(folders.end(), files.begin(), files.end());
  return folders;
}

}  // namespace

void OpenDialog::enter(const fs::path& folder) {
  folder_ = folder;
  listed_ = openable(folder_);
  path_ = folder_.string();
}

bool OpenDialog::list(Ui& ui) {
  bool go = false;
  ImGui::PushStyleColor(ImGuiCol_ChildBg, ui.colour().paper);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.px(8), ui.px(8)));
  ImGui::BeginChild("files", {0, ui.px(272)}, false, ImGuiWindowFlags_AlwaysUseWindowPadding);
  if (folder_.has_relative_path() && ImGui::Selectable("..", false, ImGuiSelectableFlags_DontClosePopups))
    enter(folder_.parent_path());
  const std::vector<fs::path> rows = listed_;  // entering a folder changes the list
  std::error_code ignored;
  for (const fs::path& one : rows) {
    const bool is_folder = fs::is_directory(one, ignored);
    const std::string name = one.filename().string() + (is_folder ? "/" : "");
    if (ImGui::Selectable((readable(name) + "###" + name).c_str(), path_ == one.string(),
                          ImGuiSelectableFlags_DontClosePopups)) {
      path_ = one.string();
      // A run's folder is opened as a whole, any other is looked into.
      if (file_type(one) == FileType::model_folder) enter(one);
    }
    ui.mark("file " + name);
    if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(0) && !is_folder) go = true;
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
  return go;
}

void OpenDialog::frame(Session& session, Ui& ui, bool wanted) {
  if (!begin_dialog(ui, "Open", 560, wanted)) return;
  if (wanted) {
    std::error_code ignored;
    problem_.clear();
    enter(folder_.empty() ? fs::current_path(ignored) : folder_);
    ImGui::SetKeyboardFocusHere();
  }
  bool go = ui.text_field("Model, training run, scene (.json) or latents (.npy)", path_, "path");
  ui.gap(8);
  go = list(ui) || go;
  if (!problem_.empty()) ui.paragraph(problem_, false);
  go = finish_dialog(ui, "Open##now", "Cancel") || go;
  if (go) {
    try {
      open_file(session, path_);
      ImGui::CloseCurrentPopup();
    } catch (const std::exception& error) {
      problem_ = error.what();
    }
  }
  ImGui::EndPopup();
}

}  // namespace latentwalk::viewer
