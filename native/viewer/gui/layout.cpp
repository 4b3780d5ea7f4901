// The window's order: models at the left, the panels' names above, the stage, its controls at the right, one line at
// the foot.

#include <algorithm>
#include <cmath>

#include "viewer/gui/app.hpp"

namespace latentwalk::viewer {
namespace {

constexpr float kHeaderRow = 48, kFoot = 40, kMargin = 24;

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

}  // namespace

void App::layout() {
  const ImGuiIO& io = ImGui::GetIO();
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(io.DisplaySize);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::Begin("latentwalk", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBringToFrontOnFocus);
  ImGui::PopStyleVar(2);
  const float most = std::max(ui.px(120), io.DisplaySize.x * 0.22F);
  const float left = std::min(ui.px(static_cast<float>(settings.models_width)), most);

  const float top = header(left, io.DisplaySize.x - left), height = io.DisplaySize.y - top - ui.px(kFoot);
  ImGui::SetCursorPos({ui.px(kMargin), ui.px(18)});
  ui.heading("latentwalk");
  ImGui::SetCursorPos({0, top});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.px(16), 0));
  // The child windows leave free what the splitters lie on.
  ImGui::BeginChild("models", {left - ui.px(8), height}, false, ImGuiWindowFlags_AlwaysUseWindowPadding);
  models_column(*this);
  ImGui::EndChild();
  ImGui::PopStyleVar();

  body({left, top}, {io.DisplaySize.x - left, height});
  splitter("models edge", left - ui.px(4), top, height, settings.models_width, 160, 480, 1);
  status_line({ui.px(kMargin), io.DisplaySize.y - ui.px(kFoot)}, {io.DisplaySize.x - ui.px(2 * kMargin), ui.px(kFoot)});
  ImGui::End();
}

float App::header(float left, float width) {
  const float gap = ui.px(4), inner = ui.px(8), row = ui.px(14);
  float tools = 0;
  for (const Tool& tool : kTools)
    tools += std::max(ui.px(36), ImGui::CalcTextSize(tool.label, nullptr, true).x + 2 * inner) + gap;
  const auto names = [&](ImFont* font) {
    float sum = 0;
    for (const auto& one : panels_) sum += text_width(font, one->name()) + 2 * inner + gap;
    return sum;
  };
  // In a narrow window the names are smaller, in a very narrow one they have a row of their own.
  ImFont* font = names(theme.font.body) + tools + ui.px(kMargin) > width ? theme.font.small : theme.font.body;
  const bool two_rows = names(font) + tools + ui.px(kMargin) > width;
  const float names_top = two_rows ? row + ui.px(kHeaderRow - 8) : row;

  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(inner, ui.px(8)));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(gap, 0));
  ImGui::SetCursorPos({left, names_top});
  for (std::size_t i = 0; i < panels_.size(); ++i) {
    if (i > 0) ImGui::SameLine();
    const bool on = i == panel_;
    ImGui::PushFont(font);
    ImGui::PushStyleColor(ImGuiCol_Text, on ? ui.colour().text : ui.colour().muted);
    if (ui.button(panels_[i]->name(), Ui::Kind::quiet)) go_to(panels_[i]->name());
    ImGui::PopStyleColor();
    ImGui::PopFont();
    if (!on) continue;
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    ui.draw()->AddRectFilled({low.x + inner, high.y - ui.px(3)}, {high.x - inner, high.y - ui.px(1)},
                             ui.colour().accent);
  }
  float x = left + width - ui.px(kMargin) - tools + gap + inner;  // the last label ends where the controls do
  for (const Tool& tool : kTools) {
    const float tool_width = std::max(ui.px(36), ImGui::CalcTextSize(tool.label, nullptr, true).x + 2 * inner);
    ImGui::SetCursorPos({x, row});
    const bool off = (tool.action == Action::undo && !history.can_undo()) ||
                     (tool.action == Action::redo && !history.can_redo()) ||
                     (tool.action == Action::save && panel().saves(*this).empty());
    ImGui::BeginDisabled(off);
    if (ui.button(tool.label, Ui::Kind::quiet, tool_width, tool.tip)) run(tool.action);
    ImGui::EndDisabled();
    if (tool.action == Action::undo) ui.mark("Undo");
    if (tool.action == Action::redo) ui.mark("Redo");
    x += tool_width + gap;
  }
  ImGui::PopStyleVar(2);
  return names_top + ui.px(kHeaderRow + 2);
}

void App::body(ImVec2 from, ImVec2 size) {
  const float right = std::min(ui.px(static_cast<float>(settings.controls_width)), size.x * 0.5F);
  const float stage_width = size.x - right - ui.px(kMargin);
  stage(from, {stage_width, size.y});
  // The scroll bar, where there is one, lies in the margin.
  controls({from.x + stage_width + ui.px(kMargin - 8), from.y}, {right + ui.px(8), size.y});
  splitter("controls edge", from.x + stage_width + ui.px(8), from.y, size.y, settings.controls_width, 240, 560, -1);
}

void App::stage(ImVec2 from, ImVec2 size) {
  ImGui::SetCursorPos(from);
  ImGui::PushStyleColor(ImGuiCol_ChildBg, ui.colour().paper);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.px(kMargin), ui.px(kMargin)));
  // Wheel and drags on the stage are the panels'.
  ImGui::BeginChild("stage", size, false, ImGuiWindowFlags_AlwaysUseWindowPadding | ImGuiWindowFlags_NoScrollWithMouse);
  const ImVec2 corner = ImGui::GetWindowPos();
  ui.mark("stage", corner, {corner.x + size.x, corner.y + size.y});
  const ImVec2 inner{size.x - ui.px(2 * kMargin), size.y - ui.px(2 * kMargin)};
  const ModelEntry* shown = entry();
  std::string message;
  if (panel().needs_model() && model() == nullptr) {
    if (shown == nullptr) {
      message = "No model yet.\n\nDrop a .safetensors file here, or press Ctrl O.\nlatentwalk-train makes one.";
    } else if (shown->loading) {
      message = "Reading " + shown->name + " \u2026";
    } else {
      message = shown->name + " cannot be shown.\n\n" + shown->message +
                "\n\nThe file is read again when it changes; F5 tries at once.";
    }
  }
  ui.column_width = 0;
  if (message.empty()) {
    panel().stage(*this, inner);
  } else {
    ui.centred_text(corner, {corner.x + size.x, corner.y + size.y}, message, theme.font.body, ui.colour().text);
    ui.mark("message", corner, {corner.x + size.x, corner.y + size.y});
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
}

void App::controls(ImVec2 from, ImVec2 size) {
  ImGui::SetCursorPos(from);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.px(8), ui.px(8)));
  ImGui::BeginChild("controls", size, false, ImGuiWindowFlags_AlwaysUseWindowPadding);
  if (!panel().needs_model() || model() != nullptr) {
    ui.column_width = size.x - ui.px(8 + kMargin);
    panel().controls(*this);
    ui.gap(24);
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
}

void App::splitter(const char* id, float x, float top, float height, double& width, double low, double high, int sign) {
  ImGui::SetCursorPos({x - ui.px(4), top});
  ImGui::PushAllowKeyboardFocus(false);
  ImGui::InvisibleButton(id, {ui.px(8), height});
  ImGui::PopAllowKeyboardFocus();
  ui.mark(id);
  if (ImGui::IsItemHovered() || ImGui::IsItemActive()) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  if (ImGui::IsItemActive())
    width = std::clamp(width + sign * static_cast<double>(ImGui::GetIO().MouseDelta.x / theme.scale), low, high);
}

void App::status_line(ImVec2 from, ImVec2 size) {
  std::string text = message_;
  ImU32 colour = ui.colour().muted;
  if (!text.empty()) {
    colour = ui.colour().text;
  } else if (const ModelEntry* shown = entry(); shown != nullptr && shown->model != nullptr) {
    text = shown->message.empty() ? shown->model->spec().description
                                  : "The version read before is shown: " + shown->message;
    if (text.empty()) text = shown->name;
  }
  ImGui::PushFont(theme.font.small);
  const float height = ImGui::GetTextLineHeight(), y = from.y + std::floor((size.y - height) / 2);
  float x = from.x;
  if (message_is_error_ && !message_.empty()) {
    // Told by a mark, not by colour alone.
    const float middle = y + height / 2;
    ui.draw()->AddCircleFilled({x + ui.px(5), middle}, ui.px(5), ui.colour().accent);
    x += ui.px(16);
  }
  ui.draw()->PushClipRect(from, {from.x + size.x, from.y + size.y});
  ui.draw()->AddText({x, y}, colour, text.c_str());
  ui.draw()->PopClipRect();
  ImGui::PopFont();
  ui.mark("status", from, {from.x + size.x, from.y + size.y});
}

}  // namespace latentwalk::viewer
