#include "viewer/shell/shell.hpp"

#include <algorithm>
#include <cmath>

#include "latentwalk/error.hpp"
#include "latentwalk/printable.hpp"
#include "support/files.hpp"
#include "support/npy.hpp"
#include "viewer/session/open_file.hpp"
#include "viewer/session/scenes.hpp"

namespace latentwalk::viewer {

namespace fs = std::filesystem;

namespace {

constexpr const char* kNothingToSave = "This panel has nothing to save now.";

}  // namespace

Shell::Shell(const ShellOptions& options, Textures& textures, const std::function<void()>& wake)
    : session_(options.session, wake),
      pictures_(textures),
      panels_(all_panels(options.digit)),
      dialogs_(options.desktop_dialogs, wake) {
  theme_.dark = session_.settings.dark;
}

void Shell::frame(double now) {
  ui_.elapsed = ui_.now > 0 ? std::clamp(now - ui_.now, 0.0, 0.1) : 0.0;
  ui_.now = now;
  ui_.regions.clear();
  ui_.cut_off.clear();
  typing_ = ImGui::GetIO().WantTextInput;
  session_.begin_frame(now);
  layout();
  note_picked();
  if (std::exchange(session_.ask_for_save, false)) run(Action::save);
  dialogs_.frame(*this);
  shortcuts();
  session_.end_frame(ImGui::IsAnyItemActive());
}

bool Shell::animating() const { return panel_is_ready() && panel().animating(session_, ui_.now); }

Panel& Shell::panel() const {
  return **std::find_if(panels_.begin(), panels_.end(),
                        [&](const std::unique_ptr<Panel>& one) { return session_.view() == one->id(); });
}

void Shell::drop(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) open_or_say(session_, path);
}

bool Shell::panel_is_ready() const { return !panel().needs_model() || session_.models.shown() != nullptr; }

std::vector<std::string> Shell::endings() const {
  return panel_is_ready() ? panel().saves(session_) : std::vector<std::string>();
}

void Shell::save(const fs::path& path) {
  const std::vector<std::string> possible = endings();
  if (std::find(possible.begin(), possible.end(), extension_of(path)) == possible.end()) {
    std::string known;
    for (const std::string& ending : possible) known += (known.empty() ? "" : ", ") + ending;
    if (known.empty()) fail(kNothingToSave);
    fail(path.string(), ": this panel saves ", known);
  }
  if (panel().save(session_, path)) return;
  if (extension_of(path) != ".npy") return save_scene(session_, path);
  const std::shared_ptr<const Answer> answer = panel().latents(session_);
  if (answer == nullptr || !answer->finished) fail("the digits are still being computed; save them in a moment");
  if (!answer->error.empty()) fail(answer->error);
  session_.saver.save(path, [answer, path](const ProgressReport&) { write_file(path, encode_npy(answer->latents)); });
}

std::string Shell::title() const {
  const ModelEntry* shown = session_.models.entry();
  const bool needs = panel().needs_model() && shown != nullptr;
  return std::string(panel().title()) + (needs ? " \u2013 " + printable(shown->name) : "") + " \u2013 latentwalk";
}

void Shell::note_picked() {
  if (std::exchange(session_.is_restored, false)) seen_digits_.erase(panel().id());
  if (!panel_is_ready() || ImGui::IsAnyItemActive()) return;
  std::optional<PickedDigit> digit = panel().digit(session_);
  if (!digit) return;  // it is not there yet
  const ModelEntry* shown = session_.models.entry();
  if (digit->station && digit->model.empty() && shown != nullptr) {
    const ModelSpec& spec = shown->model->spec();
    digit->model = shown->path.string();
    digit->prior = session_.document.prior;
    if (spec.class_count > 0) digit->station->label = label_of(spec, *digit->station);
    digit->label = digit->station->label;
  }
  const auto before = seen_digits_.find(panel().id());
  // What was there when the panel was opened, and what another model makes of it, was not picked.
  const bool is_new = before != seen_digits_.end() && !is_same(before->second, *digit) &&
                      (before->second.image == nullptr || before->second.model == digit->model);
  seen_digits_[panel().id()] = *digit;
  if (is_new && digit->image != nullptr) session_.pick(*digit);
}

void Shell::copy_address() {
  try {
    std::error_code ignored;
    ImGui::SetClipboardText(scene_address(current_scene(session_, fs::current_path(ignored))).c_str());
    session_.say("The address is copied: put it behind that of the page, or press Ctrl V here.");
  } catch (const std::exception& error) {
    session_.say(error.what(), true);
  }
}

void Shell::paste_address() {
  try {
    const char* text = ImGui::GetClipboardText();
    const std::string address = text != nullptr ? text : "";
    if (address.find("view=") == std::string::npos)
      fail("the clipboard holds no address of a scene, such as #model=conv-vae&view=walk");
    std::error_code ignored;
    show_scene(session_, parse_address(address, "address"), fs::current_path(ignored), "address");
  } catch (const std::exception& error) {
    session_.say(error.what(), true);
  }
}

void Shell::shortcuts() {
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup)) return;
  if (!typing_) {
    for (const ImWchar letter : io.InputQueueCharacters)
      if (letter == '?') run(Action::help);
    // Each panel has the digit of its place, as far as there are digits.
    for (std::size_t i = 0; i < std::min(panels_.size(), kNumberedPanels) && !io.KeyCtrl && !io.KeyAlt; ++i)
      if (key_pressed(digit_key(i + 1))) session_.open_view(panels_[i]->id());
  }
  for (const Shortcut& shortcut : all_shortcuts()) {
    if (shortcut.ctrl != io.KeyCtrl || (shortcut.ctrl && shortcut.shift != io.KeyShift) || io.KeyAlt) continue;
    if (typing_ && !shortcut.ctrl) continue;
    // While typing, Ctrl Z and the like belong to the text.
    if (typing_ && (shortcut.action == Action::undo || shortcut.action == Action::redo ||
                    shortcut.action == Action::copy || shortcut.action == Action::paste))
      continue;
    if (key_pressed(shortcut.key, shortcut.repeat)) run(shortcut.action);
  }
}

void Shell::scale_to(double scale) {
  session_.settings.ui_scale = std::clamp(std::round(scale * 8) / 8, kMinScale, kMaxScale);
  restyle_ = true;
}

void Shell::run(Action action) {
  if (panel_is_ready() && panel().run(session_, action)) return;
  switch (action) {
    case Action::undo:
      session_.undo();
      break;
    case Action::redo:
      session_.redo();
      break;
    case Action::save:
      if (endings().empty()) return session_.say(kNothingToSave, true);
      dialogs_.ask_for(action);
      break;
    case Action::open:
    case Action::help:
    case Action::settings:
      dialogs_.ask_for(action);
      break;
    case Action::copy:
      copy_address();
      break;
    case Action::paste:
      paste_address();
      break;
    case Action::toggle_dark:
      session_.settings.dark = !session_.settings.dark;
      restyle_ = true;
      break;
    case Action::fold_models:
      session_.settings.fold_models = !session_.settings.fold_models;
      break;
    case Action::fold_controls:
      session_.settings.fold_controls = !session_.settings.fold_controls;
      break;
    case Action::previous_model:
      session_.models.select_beside(-1);
      break;
    case Action::next_model:
      session_.models.select_beside(1);
      break;
    case Action::reload:
      if (session_.models.entry() != nullptr) session_.models.reload(session_.models.current());
      break;
    case Action::larger:
      scale_to(session_.settings.ui_scale + 0.125);
      break;
    case Action::smaller:
      scale_to(session_.settings.ui_scale - 0.125);
      break;
    case Action::normal_size:
      scale_to(1.0);
      break;
    case Action::quit:
      close_ = true;
      break;
    default:
      break;  // the other panels' actions
  }
}

}  // namespace latentwalk::viewer
