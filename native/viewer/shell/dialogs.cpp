#include "viewer/shell/dialogs.hpp"

#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "support/files.hpp"
#include "viewer/session/open_file.hpp"
#include "viewer/shell/shell.hpp"

namespace latentwalk::viewer {
namespace {

namespace fs = std::filesystem;

const char* ending_words(const std::string& ending) {
  if (ending == ".png") return "Picture";
  if (ending == ".gif") return "Animation";
  if (ending == ".json") return "Scene";
  if (ending == ".safetensors") return "Model";
  return "Latents";
}

void settings_dialog(Shell& shell, bool wanted) {
  Ui& ui = shell.ui();
  if (!begin_dialog(ui, "Settings", 400, wanted)) return;
  Settings& settings = shell.session().settings;
  int look = settings.dark ? 1 : 0;
  ui.label("Look");
  if (ui.choice("look", {"Light", "Dark"}, look)) shell.run(Action::toggle_dark);
  ui.gap(8);
  ui.label("Size: " + number_text("%.0f %%", 100 * settings.ui_scale));
  int step = -1;
  if (ui.choice("size", {"Smaller", "Normal", "Larger"}, step))
    shell.run(step == 0 ? Action::smaller : step == 1 ? Action::normal_size : Action::larger);
  ui.gap(8);
  ui.slider("Width of the models' column", settings.models_width, 160, 480, "%.0f px");
  ui.slider("Width of the controls' column", settings.controls_width, 240, 560, "%.0f px");
  ui.gap(8);
  ui.toggle("Less motion", settings.reduce_motion);
  finish_dialog(ui, nullptr, "Done");
  ImGui::EndPopup();
}

void keys_dialog(Shell& shell, bool wanted) {
  Ui& ui = shell.ui();
  if (!begin_dialog(ui, "Keys", 560, wanted)) return;
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
  std::string titles;
  for (std::size_t i = 0; i < std::min(shell.panels().size(), kNumberedPanels); ++i)
    titles += (titles.empty() ? "" : ", ") + std::string(shell.panels()[i]->title());
  line(("1 \u2026 " + std::to_string(kNumberedPanels)).c_str(), titles.c_str());
  for (const Shortcut& shortcut : all_shortcuts())
    if (shortcut.keys[0] != 0) line(shortcut.keys, shortcut.what);
  line("Tab, arrows", "Go to a control; Space or Enter presses it");
  line("Ctrl click", "Type a slider's number");
  line("Esc", "Leave this list, a dialog or a field");
  finish_dialog(ui, nullptr, "Done");
  ImGui::EndPopup();
}

}  // namespace

bool begin_dialog(Ui& ui, const char* name, float width, bool wanted) {
  if (wanted) ImGui::OpenPopup(name);
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

bool finish_dialog(Ui& ui, const char* main, const char* leave) {
  ui.gap(16);
  const float width = ui.px(112);
  const float buttons = main != nullptr ? 2 * width + ui.px(8) : width;
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x - buttons);
  if (ui.button(leave, Ui::Kind::plain, width)) ImGui::CloseCurrentPopup();
  if (main == nullptr) return false;
  ImGui::SameLine();
  return ui.button(main, Ui::Kind::primary, width);
}

bool Dialogs::take(Action dialog) {
  if (wanted_ != dialog) return false;
  wanted_ = Action::none;
  return true;
}

std::string Dialogs::suggested_name(Shell& shell) {
  const ModelEntry* entry = shell.session().models.entry();
  const std::vector<std::string> endings = shell.endings();
  std::string name = shell.panel().file_name(shell.session());
  if (name.empty()) name = (entry != nullptr ? entry->name + "-" : "") + shell.panel().id();
  return name + (endings.empty() ? "" : endings.front());
}

void Dialogs::ask_desktop(Shell& shell) {
  if (!desktop_ || (wanted_ != Action::open && wanted_ != Action::save)) return;
  const Action dialog = std::exchange(wanted_, Action::none);
  if (dialog_.is_open()) return;
  FileQuestion question;
  question.folder = folder_;
  if (dialog == Action::open) {
    question.title = "Open";
    question.kinds = {{"Models, runs, scenes and latents", {".safetensors", "log.jsonl", ".json", ".npy"}},
                      {"All files", {""}}};
  } else {
    question.save = true;
    question.title = "Save";
    question.name = suggested_name(shell);
    for (const std::string& ending : shell.endings()) question.kinds.push_back({ending_words(ending), {ending}});
  }
  asked_ = dialog;
  dialog_.ask(question, wake_);
}

void Dialogs::answer_desktop(Shell& shell, const FileAnswer& answer) {
  if (!answer.asked) {  // there is none: ours
    desktop_ = false;
    wanted_ = asked_;
    return;
  }
  if (answer.path.empty()) return;
  folder_ = answer.path.parent_path();
  if (asked_ == Action::open) return open_or_say(shell.session(), answer.path);
  const std::vector<std::string> endings = shell.endings();
  fs::path path = answer.path;
  if (!path.has_extension() && !endings.empty()) path += endings.front();
  try {
    shell.save(path);
  } catch (const std::exception& error) {
    shell.session().say(error.what(), true);
  }
}

void Dialogs::save(Shell& shell) {
  const bool wanted = take(Action::save);
  Ui& ui = shell.ui();
  if (!begin_dialog(ui, "Save", 480, wanted)) return;
  const std::vector<std::string> endings = shell.endings();
  if (wanted) {
    save_problem_.clear();
    save_path_ = (fs::path(save_path_).parent_path() / suggested_name(shell)).string();
    ImGui::SetKeyboardFocusHere();
  }
  bool go = ui.text_field("File", save_path_, "name.png");
  int kind = -1;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < endings.size(); ++i) {
    names.push_back(std::string(ending_words(endings[i])) + " " + endings[i]);
    if (extension_of(save_path_) == endings[i]) kind = static_cast<int>(i);
  }
  if (ui.choice("kind", names, kind))
    save_path_ = fs::path(save_path_).replace_extension(endings[static_cast<std::size_t>(kind)]).string();
  std::error_code ignored;
  if (fs::exists(save_path_, ignored)) ui.paragraph("A file of this name is there; it will be replaced.");
  if (!save_problem_.empty()) ui.paragraph(save_problem_, false);
  go = finish_dialog(ui, "Save##now", "Cancel") || go;
  if (go) {
    try {
      shell.save(save_path_);
      ImGui::CloseCurrentPopup();
    } catch (const std::exception& error) {
      save_problem_ = error.what();
    }
  }
  ImGui::EndPopup();
}

void Dialogs::frame(Shell& shell) {
  if (const std::optional<FileAnswer> answer = dialog_.take()) answer_desktop(shell, *answer);
  ask_desktop(shell);
  open_.frame(shell.session(), shell.ui(), take(Action::open));
  save(shell);
  settings_dialog(shell, take(Action::settings));
  keys_dialog(shell, take(Action::help));
}

}  // namespace latentwalk::viewer
