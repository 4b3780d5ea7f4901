// The window's order: models at the left, the panels' names above, the stage, its controls at the right, one line at
// the foot.

#include <algorithm>
#include <cmath>

#include "latentwalk/printable.hpp"
#include "viewer/gui/readable.hpp"
#include "viewer/shell/shell.hpp"

namespace latentwalk::viewer {
namespace {

constexpr const char* kName = "latentwalk";
constexpr float kHeaderRow = 48, kFoot = 40, kMargin = 24, kGap = 4, kInner = 8;

float text_width(ImFont* font, const char* text) {
  ImGui::PushFont(font);
  const float width = ImGui::CalcTextSize(text).x;
  ImGui::PopFont();
  return width;
}

struct Tool {
  const char* label;
  Action action;
  const char* tip;
};
constexpr Tool kTools[] = {{"\u21ba##undo", Action::undo, "Undo (Ctrl Z)"},
                           {"\u21bb##redo", Action::redo, "Redo (Ctrl Shift Z)"},
                           {"Open", Action::open, "Open a model, a run, a walk or latents (Ctrl O)"},
                           {"Save", Action::save, "Save what is shown (Ctrl S)"},
                           {"Settings", Action::settings, "Size, light and dark (Ctrl ,)"},
                           {"?", Action::help, "All keys (?)"}};

float tool_width(const Ui& ui, const Tool& tool) {
  return std::max(ui.px(36), ImGui::CalcTextSize(tool.label, nullptr, true).x + 2 * ui.px(kInner));
}

}  // namespace

void Shell::layout() {
  const ImGuiIO& io = ImGui::GetIO();
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(io.DisplaySize);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::Begin("latentwalk", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBringToFrontOnFocus);
  ImGui::PopStyleVar(2);
  const float most = std::max(ui_.px(120), io.DisplaySize.x * 0.22F);
  const float left = std::min(ui_.px(static_cast<float>(session_.settings.models_width)), most);

  const float top = header(left, io.DisplaySize.x - left), height = io.DisplaySize.y - top - ui_.px(kFoot);
  ImGui::SetCursorPos({0, top});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui_.px(16), 0));
  // The child windows leave free what the splitters lie on.
  ImGui::BeginChild("models", {left - ui_.px(8), height}, false, ImGuiWindowFlags_AlwaysUseWindowPadding);
  models_column(session_, ui_);
  ImGui::EndChild();
  ImGui::PopStyleVar();

  body({left, top}, {io.DisplaySize.x - left, height});
  splitter("models edge", left - ui_.px(4), top, height, session_.settings.models_width, 160, 480, 1);
  status_line({ui_.px(kMargin), io.DisplaySize.y - ui_.px(kFoot)},
              {io.DisplaySize.x - ui_.px(2 * kMargin), ui_.px(kFoot)});
  ImGui::End();
}

float Shell::header(float left, float width) {
  const float gap = ui_.px(kGap), inner = ui_.px(kInner), row = ui_.px(14);
  float tools_width = 0;
  for (const Tool& tool : kTools) tools_width += tool_width(ui_, tool) + gap;
  const auto names_width = [&](ImFont* font) {
    float sum = 0;
    for (const auto& one : panels_) sum += text_width(font, one->title()) + 2 * inner + gap;
    return sum;
  };
  // In a narrow window the names are smaller; in a narrower one they have a row of their own, and then they are a list.
  const float room = width - tools_width - ui_.px(kMargin);
  ImFont* font = names_width(theme_.font.body) > room ? theme_.font.small : theme_.font.body;
  const float names_top = names_width(font) > room ? row + ui_.px(kHeaderRow - 8) : row;

  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(inner, ui_.px(8)));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(gap, 0));
  if (names_width(font) > width - ui_.px(kMargin)) {
    panel_list({left, names_top});
  } else {
    panel_names({left, names_top}, font);
  }
  // The last label ends where the controls do.
  const float tools_left = left + width - ui_.px(kMargin) - tools_width + gap + inner;
  tools(tools_left, row);
  ImGui::PopStyleVar(2);
  if (ui_.px(kMargin) + text_width(theme_.font.title, kName) < tools_left) {
    ImGui::SetCursorPos({ui_.px(kMargin), ui_.px(18)});
    ui_.heading(kName);
    ui_.mark(kName);
  }
  return names_top + ui_.px(kHeaderRow + 2);
}

void Shell::panel_names(ImVec2 from, ImFont* font) {
  const float inner = ui_.px(kInner);
  ImGui::SetCursorPos(from);
  for (const auto& one : panels_) {
    if (one != panels_.front()) ImGui::SameLine();
    const bool on = one->id() == session_.view();
    ImGui::PushFont(font);
    ImGui::PushStyleColor(ImGuiCol_Text, on ? ui_.colour().text : ui_.colour().muted);
    if (ui_.button(one->title(), Ui::Kind::quiet)) session_.go_to(one->id());
    ImGui::PopStyleColor();
    ImGui::PopFont();
    if (!on) continue;
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    ui_.draw()->AddRectFilled({low.x + inner, high.y - ui_.px(3)}, {high.x - inner, high.y - ui_.px(1)},
                              ui_.colour().accent);
  }
}

void Shell::panel_list(ImVec2 from) {
  std::vector<std::string> titles;
  int shown = 0;
  for (const auto& one : panels_) {
    if (one->id() == session_.view()) shown = static_cast<int>(titles.size());
    titles.emplace_back(one->title());
  }
  ImGui::SetCursorPos(from);
  ImGui::SetNextItemWidth(ui_.px(160));
  if (ui_.combo("##panels", titles, shown)) session_.go_to(panels_[static_cast<std::size_t>(shown)]->id());
}

void Shell::tools(float x, float y) {
  for (const Tool& tool : kTools) {
    ImGui::SetCursorPos({x, y});
    const bool off = (tool.action == Action::undo && !session_.history.can_undo()) ||
                     (tool.action == Action::redo && !session_.history.can_redo()) ||
                     (tool.action == Action::save && endings().empty());
    ImGui::BeginDisabled(off);
    if (ui_.button(tool.label, Ui::Kind::quiet, tool_width(ui_, tool), tool.tip)) run(tool.action);
    ImGui::EndDisabled();
    if (tool.action == Action::undo) ui_.mark("Undo");
    if (tool.action == Action::redo) ui_.mark("Redo");
    x += tool_width(ui_, tool) + ui_.px(kGap);
  }
}

void Shell::body(ImVec2 from, ImVec2 size) {
  const float right = std::min(ui_.px(static_cast<float>(session_.settings.controls_width)), size.x * 0.5F);
  const float stage_width = size.x - right - ui_.px(kMargin);
  stage(from, {stage_width, size.y});
  // The scroll bar, where there is one, lies in the margin.
  controls({from.x + stage_width + ui_.px(kMargin - 8), from.y}, {right + ui_.px(8), size.y});
  splitter("controls edge", from.x + stage_width + ui_.px(8), from.y, size.y, session_.settings.controls_width, 240,
           560, -1);
}

void Shell::stage(ImVec2 from, ImVec2 size) {
  ImGui::SetCursorPos(from);
  ImGui::PushStyleColor(ImGuiCol_ChildBg, ui_.colour().paper);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui_.px(kMargin), ui_.px(kMargin)));
  // Wheel and drags on the stage are the panels'.
  ImGui::BeginChild("stage", size, false, ImGuiWindowFlags_AlwaysUseWindowPadding | ImGuiWindowFlags_NoScrollWithMouse);
  const ImVec2 corner = ImGui::GetWindowPos();
  ui_.mark("stage", corner, {corner.x + size.x, corner.y + size.y});
  const ImVec2 inner{size.x - ui_.px(2 * kMargin), size.y - ui_.px(2 * kMargin)};
  const ModelEntry* shown = session_.models.entry();
  std::string message;
  if (!panel_is_ready()) {
    if (shown == nullptr) {
      message = "No model yet.\n\nDrop a .safetensors file here, or press Ctrl O.\nlatentwalk-train makes one.";
    } else if (shown->loading) {
      message = "Reading " + shown->name + " \u2026";
    } else {
      message = shown->name + " cannot be shown.\n\n" + shown->message +
                "\n\nThe file is read again when it changes; F5 tries at once.";
    }
  }
  ui_.column_width = 0;
  if (message.empty()) {
    panel().stage(session_, ui_, inner);
  } else {
    ui_.centred_text(corner, {corner.x + size.x, corner.y + size.y}, message, theme_.font.body, ui_.colour().text);
    ui_.mark("message", corner, {corner.x + size.x, corner.y + size.y});
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
}

void Shell::controls(ImVec2 from, ImVec2 size) {
  ImGui::SetCursorPos(from);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui_.px(8), ui_.px(8)));
  ImGui::BeginChild("controls", size, false, ImGuiWindowFlags_AlwaysUseWindowPadding);
  if (panel_is_ready()) {
    ui_.column_width = size.x - ui_.px(8 + kMargin);
    panel().controls(session_, ui_);
    ui_.gap(24);
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
}

void Shell::splitter(const char* id, float x, float top, float height, double& width, double low, double high,
                     int sign) {
  ImGui::SetCursorPos({x - ui_.px(4), top});
  ImGui::PushAllowKeyboardFocus(false);
  ui_.area(id, {ui_.px(8), height});
  ImGui::PopAllowKeyboardFocus();
  ui_.mark(id);
  if (ImGui::IsItemHovered() || ImGui::IsItemActive()) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  if (ImGui::IsItemActive())
    width = std::clamp(width + sign * static_cast<double>(ImGui::GetIO().MouseDelta.x / theme_.scale), low, high);
}

std::string Shell::standing_words() {
  const ModelEntry* shown = session_.models.entry();
  const bool has_model = shown != nullptr && shown->model != nullptr;
  if (has_model && !shown->message.empty()) return "The version read before is shown: " + shown->message;
  std::string text = panel_is_ready() ? panel().status(session_) : "";
  if (text.empty() && has_model) text = printable(shown->model->spec().description);
  return text.empty() && has_model ? shown->name : text;
}

void Shell::status_line(ImVec2 from, ImVec2 size) {
  const Session::Message& message = session_.message();
  std::string text = message.text;
  ImU32 colour = ui_.colour().muted;
  if (!text.empty()) {
    colour = ui_.colour().text;
  } else {
    text = standing_words();
  }
  ImGui::PushFont(theme_.font.small);
  const float height = ImGui::GetTextLineHeight(), y = from.y + std::floor((size.y - height) / 2);
  float x = from.x;
  if (message.is_error && !message.text.empty()) {
    // Told by a mark, not by colour alone.
    const float middle = y + height / 2;
    ui_.draw()->AddCircleFilled({x + ui_.px(5), middle}, ui_.px(5), ui_.colour().accent);
    x += ui_.px(16);
  }
  ui_.draw()->PushClipRect(from, {from.x + size.x, from.y + size.y});
  ui_.draw()->AddText({x, y}, colour, readable(text).c_str());
  ui_.draw()->PopClipRect();
  ImGui::PopFont();
  ui_.mark("status", from, {from.x + size.x, from.y + size.y});
}

}  // namespace latentwalk::viewer
