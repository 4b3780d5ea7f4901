// Open, Save, Settings and the list of keys.

#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>

#include "viewer/gui/app.hpp"

namespace latentwalk::viewer {
namespace {

namespace fs = std::filesystem;

/// Begins a dialog in the window's middle; opens it where the app asks for it.
bool begin(App& app, const char* name, float width, bool& opened_now) {
  Ui& ui = app.ui;
  opened_now = app.popup_wanted(name);
  if (opened_now) ImGui::OpenPopup(name);
  const ImVec2 window = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({std::floor(window.x / 2), std::floor(window.y / 2)}, ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::SetNextWindowSize({std::min(ui.px(width), window.x - ui.px(32)), 0});
  if (!ImGui::BeginPopupModal(name, nullptr,
                              ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoMove |
                                  ImGuiWindowFlags_NoResize))
    return false;
  ui.column_width = 0;
  ui.heading(name);
  ui.gap(8);
  if (key_pressed(Key::escape)) ImGui::CloseCurrentPopup();
  return true;
}

/// Buttons at the right edge: the main one and one to leave. True if the main one was pressed.
bool finish(Ui& ui, const char* main, const char* leave) {
  ui.gap(16);
  const float width = ui.px(112);
  const float buttons = main != nullptr ? 2 * width + ui.px(8) : width;
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x - buttons);
  if (ui.button(leave, Ui::Kind::plain, width)) ImGui::CloseCurrentPopup();
  if (main == nullptr) return false;
  ImGui::SameLine();
  return ui.button(main, Ui::Kind::primary, width);
}

/// What can be opened in a folder: folders first, by name.
std::vector<fs::path> openable(const fs::path& folder) {
  std::vector<fs::path> folders, files;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const fs::path& path = it->path();
    if (path.filename().string().starts_with('.')) continue;
    const std::string ending = path.extension().string();
    if (it->is_directory(error)) {
      folders.push_back(path);
    } else if (ending == ".safetensors" || ending == ".json" || ending == ".npy") {
      files.push_back(path);
    }
  }
  std::sort(folders.begin(), folders.end());
  std::sort(files.begin(), files.end());
  folders.insert(folders.end(), files.begin(), files.end());
  return folders;
}

void open_dialog(App& app) {
  static std::string path;
  static std::string problem;
  static fs::path folder;
  static std::vector<fs::path> listed;
  bool fresh = false;
  if (!begin(app, "Open", 560, fresh)) return;
  Ui& ui = app.ui;
  std::error_code ignored;
  if (fresh) {
    problem.clear();
    if (folder.empty()) folder = fs::current_path(ignored);
    listed = openable(folder);
    path = folder.string();
    ImGui::SetKeyboardFocusHere();
  }
  bool go = ui.text_field("Model, training run, walk (.json) or latents (.npy)", path, "path");
  ui.gap(8);
  ImGui::PushStyleColor(ImGuiCol_ChildBg, ui.colour().paper);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.px(8), ui.px(8)));
  ImGui::BeginChild("files", {0, ui.px(272)}, false, ImGuiWindowFlags_AlwaysUseWindowPadding);
  const auto enter = [&](const fs::path& where) {
    folder = where;
    listed = openable(folder);
    path = folder.string();
  };
  if (folder.has_relative_path() && ImGui::Selectable("..", false, ImGuiSelectableFlags_DontClosePopups))
    enter(folder.parent_path());
  const std::vector<fs::path> rows = listed;
  for (const fs::path& one : rows) {
    const bool is_folder = fs::is_directory(one, ignored);
    const std::string name = one.filename().string() + (is_folder ? "/" : "");
    if (ImGui::Selectable(name.c_str(), path == one.string(), ImGuiSelectableFlags_DontClosePopups)) {
      path = one.string();
      // A run's folder is opened as a whole, any other is looked into.
      if (is_folder && !fs::exists(one / "log.jsonl", ignored)) enter(one);
    }
    ui.mark("file " + name);
    if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(0) && !is_folder) go = true;
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
  if (!problem.empty()) ui.paragraph(problem, false);
  go = finish(ui, "Open##now", "Cancel") || go;
  if (go) {
    try {
      app.open(path);
      ImGui::CloseCurrentPopup();
    } catch (const std::exception& error) {
      problem = error.what();
    }
  }
  ImGui::EndPopup();
}

const char* ending_words(const std::string& ending) {
  if (ending == ".png") return "Picture";
  if (ending == ".gif") return "Animation";
  if (ending == ".json") return "Walk";
  return "Latents";
}

void save_dialog(App& app) {
  static std::string path;
  static std::string problem;
  bool fresh = false;
  if (!begin(app, "Save", 480, fresh)) return;
  Ui& ui = app.ui;
  const std::vector<std::string> endings = app.panel().saves(app);
  if (fresh) {
    problem.clear();
    const ModelEntry* entry = app.entry();
    std::string name = app.panel().name();
    for (char& letter : name) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    const fs::path folder = fs::path(path).parent_path();
    path = (folder / ((entry != nullptr ? entry->name + "-" : "") + name + (endings.empty() ? "" : endings.front())))
               .string();
    ImGui::SetKeyboardFocusHere();
  }
  bool go = ui.text_field("File", path, "name.png");
  int kind = -1;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < endings.size(); ++i) {
    names.push_back(std::string(ending_words(endings[i])) + " " + endings[i]);
    if (fs::path(path).extension() == endings[i]) kind = static_cast<int>(i);
  }
  if (ui.choice("kind", names, kind)) path = fs::path(path).replace_extension(endings[static_cast<std::size_t>(kind)]);
  std::error_code ignored;
  if (fs::exists(path, ignored)) ui.paragraph("A file of this name is there; it will be replaced.");
  if (!problem.empty()) ui.paragraph(problem, false);
  go = finish(ui, "Save##now", "Cancel") || go;
  if (go) {
    try {
      app.save(path);
      ImGui::CloseCurrentPopup();
    } catch (const std::exception& error) {
      problem = error.what();
    }
  }
  ImGui::EndPopup();
}

void settings_dialog(App& app) {
  bool fresh = false;
  if (!begin(app, "Settings", 400, fresh)) return;
  Ui& ui = app.ui;
  int look = app.settings.dark ? 1 : 0;
  ui.label("Look");
  if (ui.choice("look", {"Light", "Dark"}, look)) app.run(Action::toggle_dark);
  ui.gap(8);
  ui.label("Size: " + number_text("%.0f %%", 100 * app.settings.ui_scale));
  int step = -1;
  if (ui.choice("size", {"Smaller", "Normal", "Larger"}, step))
    app.run(step == 0 ? Action::smaller : step == 1 ? Action::normal_size : Action::larger);
  ui.gap(8);
  ui.slider("Width of the models' column", app.settings.models_width, 160, 480, "%.0f px");
  ui.slider("Width of the controls' column", app.settings.controls_width, 240, 560, "%.0f px");
  ui.gap(8);
  ui.toggle("Less motion", app.settings.reduce_motion);
  finish(ui, nullptr, "Done");
  ImGui::EndPopup();
}

void keys_dialog(App& app) {
  bool fresh = false;
  if (!begin(app, "Keys", 560, fresh)) return;
  Ui& ui = app.ui;
  const auto line = [&](const char* keys, const char* what) {
    const float y = ImGui::GetCursorPosY(), x = ImGui::GetCursorPosX();
    ImGui::PushFont(ui.theme.font.small);
    ImGui::PushFont(ui.theme.font.strong);
    ImGui::TextUnformatted(keys);
    ImGui::PopFont();
    ImGui::SetCursorPos({x + ui.px(136), y});
    ImGui::PushTextWrapPos(0.0F);
    ImGui::TextUnformatted(what);
    ImGui::PopTextWrapPos();
    ImGui::PopFont();
  };
  for (const Shortcut& shortcut : all_shortcuts())
    if (shortcut.keys[0] != 0) line(shortcut.keys, shortcut.what);
  line("Tab, arrows", "Go to a control; Space or Enter presses it");
  line("Ctrl click", "Type a slider's number");
  line("Esc", "Leave this list, a dialog or a field");
  finish(ui, nullptr, "Done");
  ImGui::EndPopup();
}

}  // namespace

void dialogs(App& app) {
  open_dialog(app);
  save_dialog(app);
  settings_dialog(app);
  keys_dialog(app);
}

}  // namespace latentwalk::viewer
