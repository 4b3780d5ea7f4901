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
constexpr float kHeaderRow = 48, kFoot = 44, kMargin = 24, kSmallMargin = 8, kGap = 4, kInner = 8;
constexpr float kNarrow = 720, kLeastStage = 280;

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
constexpr Tool kTools[] = {{"##fold models", Action::fold_models, "Models (M)"},
                           {"##fold controls", Action::fold_controls, "Controls (B)"},
                           {"\u21ba##undo", Action::undo, "Undo (Ctrl Z)"},
                           {"\u21bb##redo", Action::redo, "Redo (Ctrl Shift Z)"},
                           {"Open", Action::open, "Open a model, a run, a scene or latents (Ctrl O)"},
                           {"Save", Action::save, "Save what is shown (Ctrl S)"},
                           {"Settings", Action::settings, "Size, light and dark (Ctrl ,)"},
                           {"?", Action::help, "All keys (?)"}};

float tool_width(const Ui& ui, const Tool& tool) {
  return std::max(ui.px(36), ImGui::CalcTextSize(tool.label, nullptr, true).x + 2 * ui.px(kInner));
}

}  // namespace

bool Shell::is_narrow() const { return ImGui::GetIO().DisplaySize.x < ui_.px(kNarrow); }
float Shell::margin() const { return ui_.px(is_narrow() ? kSmallMargin : kMargin); }

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
  const bool folded = session_.settings.fold_models || is_narrow();
  const float most = std::max(ui_.px(120), io.DisplaySize.x * 0.22F);
  const float left = folded ? 0 : std::min(ui_.px(static_cast<float>(session_.settings.models_width)), most);

  const float top = header(left, io.DisplaySize.x), height = io.DisplaySize.y - top - ui_.px(kFoot);
  if (!folded) {
    ImGui::SetCursorPos({0, top});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui_.px(16), 0));
    // The child windows leave free what the splitters lie on.
    ImGui::BeginChild("models", {left - ui_.px(8), height}, false, ImGuiWindowFlags_AlwaysUseWindowPadding);
    models_column(session_, ui_);
    ImGui::EndChild();
    ImGui::PopStyleVar();
  }

  body({left, top}, {io.DisplaySize.x - left, height});
  if (!folded) splitter("models edge", left - ui_.px(4), top, height, session_.settings.models_width, 160, 480, 1);
  Region foot{{margin(), io.DisplaySize.y - ui_.px(kFoot)}, {io.DisplaySize.x - margin(), io.DisplaySize.y}};
  foot = tray(foot.from, {foot.width(), foot.height()});
  foot = saving(foot.from, {foot.width(), foot.height()});
  status_line(foot.from, {foot.width(), foot.height()});
  ImGui::End();
}

float Shell::header(float left, float window) {
  const float gap = ui_.px(kGap), inner = ui_.px(kInner), row = ui_.px(is_narrow() ? 4 : 14);
  const bool folded = left <= 0;
  if (folded) left = margin();
  const float width = window - left;
  float tools_width = 0;
  for (const Tool& tool : kTools) tools_width += tool_width(ui_, tool) + gap;
  const auto names_width = [&](ImFont* font) {
    float sum = 0;
    for (const auto& one : panels_) sum += text_width(font, one->title()) + 2 * inner + gap;
    return sum;
  };
  // In a narrow window the names are smaller; in a narrower one they have a row of their own, and then they are a list.
  const float name_end = margin() + text_width(theme_.font.title, kName) + ui_.px(kMargin);
  const float menu = folded ? std::min(ui_.px(200), width / 2) + gap : 0;
  const float first = folded && !is_narrow() ? std::max(left, name_end) : left;  // of the first row
  const float room = left + width - first - menu - tools_width - margin();
  ImFont* font = names_width(theme_.font.body) > room ? theme_.font.small : theme_.font.body;
  const bool two_rows = names_width(font) > room;
  const float names_top = two_rows ? row + ui_.px(kHeaderRow - 8) : row;
  const float names_left = two_rows ? left : first;

  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(inner, ui_.px(8)));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(gap, 0));
  if (folded) model_menu({names_left, names_top}, menu - gap);
  if (names_width(font) > width - menu - margin()) {
    panel_list({names_left + menu, names_top});
  } else {
    panel_names({names_left + menu, names_top}, font);
  }
  // The last label ends where the controls do.
  const float tools_left = std::max(0.0F, window - margin() - tools_width + gap + (is_narrow() ? 0 : inner));
  tools(tools_left, row);
  ImGui::PopStyleVar(2);
  if (margin() + text_width(theme_.font.title, kName) < tools_left) {
    ImGui::SetCursorPos({margin(), row + ui_.px(4)});
    ui_.heading(kName);
    ui_.mark(kName);
  }
  return names_top + ui_.px(is_narrow() ? kHeaderRow - 8 : kHeaderRow + 2);
}

float Shell::model_menu(ImVec2 from, float width) {
  const ModelEntry* shown = session_.models.entry();
  const std::string name = shown == nullptr ? "No model" : shown->name;
  ImGui::SetCursorPos(from);
  const float room = width - 2 * ui_.px(kInner) - ui_.px(16);
  if (ui_.button(fitted(name, theme_.font.body, theme_.font.body->FontSize, room) + "###model menu", Ui::Kind::plain,
                 width, "Models (M)"))
    ImGui::OpenPopup("models menu");
  ui_.mark("model menu");
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax(), window = ImGui::GetIO().DisplaySize;
  const ImVec2 tip{high.x - ui_.px(12), (low.y + high.y) / 2 + ui_.px(3)};
  ui_.draw()->AddTriangleFilled({tip.x - ui_.px(5), tip.y - ui_.px(6)}, {tip.x + ui_.px(5), tip.y - ui_.px(6)}, tip,
                                ui_.colour().text);
  ImGui::SetNextWindowPos({low.x, high.y + ui_.px(4)});
  const float height = std::max(ui_.px(80), std::min(ui_.px(480), window.y - high.y - ui_.px(8)));
  ImGui::SetNextWindowSize({std::min(ui_.px(304), window.x - low.x), height});
  if (ImGui::BeginPopup("models menu")) {
    if (models_column(session_, ui_) || key_pressed(Key::escape)) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
  }
  return from.x + width;
}

void Shell::panel_names(ImVec2 from, ImFont* font) {
  const float inner = ui_.px(kInner);
  ImGui::SetCursorPos(from);
  for (const auto& one : panels_) {
    if (one != panels_.front()) ImGui::SameLine();
    const bool on = one->id() == session_.view();
    ImGui::PushFont(font);
    ImGui::PushStyleColor(ImGuiCol_Text, on ? ui_.colour().text : ui_.colour().muted);
    if (ui_.button(one->title(), Ui::Kind::quiet)) session_.open_view(one->id());
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
  ImGui::SetNextItemWidth(std::max(1.0F, std::min(ui_.px(160), ImGui::GetIO().DisplaySize.x - from.x - margin())));
  // As high as the model's button beside it.
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding,
                      ImVec2(ui_.px(kInner), std::floor((ui_.px(36) - ImGui::GetFontSize()) / 2)));
  const bool chosen = ui_.combo("##panels", titles, shown);
  ImGui::PopStyleVar();
  if (chosen) session_.open_view(panels_[static_cast<std::size_t>(shown)]->id());
}

void Shell::fold_icon(Action action) {
  const bool models = action == Action::fold_models;
  if (!models && action != Action::fold_controls) return;
  const Region at{ImGui::GetItemRectMin(), ImGui::GetItemRectMax()};
  const ImVec2 middle = at.centre(), from{middle.x - ui_.px(8), middle.y - ui_.px(7)},
               to{middle.x + ui_.px(8), middle.y + ui_.px(7)};
  const bool folded = models ? session_.settings.fold_models || is_narrow() : session_.settings.fold_controls;
  const float edge = models ? from.x + ui_.px(6) : to.x - ui_.px(6);
  ui_.draw()->AddRect(from, to, ui_.colour().text, ui_.px(2), 0, ui_.px(1.5F));
  if (!folded)
    ui_.draw()->AddRectFilled(models ? from : ImVec2(edge, from.y), models ? ImVec2(edge, to.y) : to,
                              ui_.colour().text);
  else
    ui_.draw()->AddLine({edge, from.y}, {edge, to.y}, ui_.colour().text, ui_.px(1));
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
    fold_icon(tool.action);
    if (tool.action == Action::undo) ui_.mark("Undo");
    if (tool.action == Action::redo) ui_.mark("Redo");
    x += tool_width(ui_, tool) + ui_.px(kGap);
  }
}

void Shell::body(ImVec2 from, ImVec2 size) {
  const bool folded = session_.settings.fold_controls, below = is_narrow() && !folded;
  // What is too low for a stage, or too narrow for two columns, scrolls as a whole.
  const float stage_height = std::max(size.y, ui_.px(kLeastStage));
  if (below || stage_height > size.y) {
    ImGui::SetCursorPos(from);
    ImGui::BeginChild("body", size);
    size.x -= ImGui::GetStyle().ScrollbarSize;
    from = {0, 0};
  }
  if (below) {
    stage(from, {size.x, stage_height});
    controls({from.x + margin(), from.y + stage_height}, {size.x - margin(), 0});
  } else if (folded) {
    stage(from, {size.x, stage_height});
  } else {
    const float right = std::min(ui_.px(static_cast<float>(session_.settings.controls_width)), size.x * 0.5F);
    const float stage_width = std::max(1.0F, size.x - right - margin());
    stage(from, {stage_width, stage_height});
    // The scroll bar, where there is one, lies in the margin.
    controls({from.x + stage_width + margin() - ui_.px(8), from.y}, {right + ui_.px(8), stage_height});
    splitter("controls edge", from.x + stage_width + ui_.px(8), from.y, stage_height, session_.settings.controls_width,
             240, 560, -1);
  }
  if (below || stage_height > size.y) ImGui::EndChild();
}

void Shell::stage(ImVec2 from, ImVec2 size) {
  ImGui::SetCursorPos(from);
  ImGui::PushStyleColor(ImGuiCol_ChildBg, ui_.colour().paper);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(margin(), margin()));
  // Wheel and drags on the stage are the panels'.
  const bool scrolls = panel().scrolls();
  ImGui::BeginChild("stage", size, false,
                    ImGuiWindowFlags_AlwaysUseWindowPadding | (scrolls ? 0 : ImGuiWindowFlags_NoScrollWithMouse));
  const ImVec2 corner = ImGui::GetWindowPos();
  ui_.mark("stage", corner, {corner.x + size.x, corner.y + size.y});
  const ImVec2 inner{std::max(1.0F, size.x - 2 * margin()), std::max(1.0F, size.y - 2 * margin())};
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
  ui_.is_whole = !scrolls;
  if (message.empty()) {
    panel().stage(session_, ui_, inner);
    if (ImGui::GetScrollMaxX() > 1 || (!scrolls && ImGui::GetScrollMaxY() > 1)) ui_.cut_off.emplace_back("stage");
  } else {
    ui_.centred_text(corner, {corner.x + size.x, corner.y + size.y}, message, theme_.font.body, ui_.colour().text);
    ui_.mark("message", corner, {corner.x + size.x, corner.y + size.y});
  }
  ui_.is_whole = false;
  ImGui::EndChild();
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
}

void Shell::controls(ImVec2 from, ImVec2 size) {
  ImGui::SetCursorPos(from);
  const auto fill = [&] {
    if (!panel_is_ready()) return;
    ui_.column_width = size.x - ui_.px(16) - (is_narrow() ? ImGui::GetStyle().ScrollbarSize : ui_.px(16));
    panel().controls(session_, ui_);
    ui_.gap(24);
  };
  if (size.y <= 0) {  // below the stage: they scroll with it
    ImGui::BeginGroup();
    ui_.gap(16);
    fill();
    ImGui::EndGroup();
    return;
  }
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui_.px(8), ui_.px(8)));
  ImGui::BeginChild("controls", size, false, ImGuiWindowFlags_AlwaysUseWindowPadding);
  fill();
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

Region Shell::tray(ImVec2 from, ImVec2 size) {
  const Region whole{from, {from.x + size.x, from.y + size.y}};
  const std::vector<PickedDigit>& digits = session_.picked.digits();
  if (digits.empty()) return whole;
  const float side = ui_.px(34), step = side + ui_.px(6);
  const auto room = static_cast<std::size_t>(std::max(1.0F, std::floor(size.x * 0.45F / step)));
  std::optional<std::size_t> chosen;
  const std::size_t shown = std::min(room, digits.size());
  for (std::size_t i = 0; i < shown; ++i) {
    ImGui::SetCursorPos({from.x + static_cast<float>(i) * step, from.y + std::floor((size.y - side) / 2)});
    const Picture picture = ui_.pictures.small("tray " + std::to_string(i), digits[i].image, 0);
    if (ui_.digit_button("picked " + std::to_string(i), picture, side, i == session_.picked.current_index()))
      chosen = i;
    const bool is_current = i == session_.picked.current_index();
    ui_.tip(((is_current ? "Current digit: " : "") + digits[i].name).c_str());
  }
  if (chosen) session_.choose_picked(*chosen);
  return {{from.x + static_cast<float>(shown) * step + ui_.px(8), from.y}, whole.to};
}

Region Shell::saving(ImVec2 from, ImVec2 size) {
  const Region whole{from, {from.x + size.x, from.y + size.y}};
  if (!session_.saver.busy()) return whole;
  const float width = std::min(ui_.px(240), size.x / 2), button = ui_.px(72);
  const float left = whole.to.x - width;
  const std::string words = "Saving " + printable(session_.saver.path().filename().string());
  ImFont* font = theme_.font.small;
  ui_.draw()->AddText(font, font->FontSize, {left, from.y + ui_.px(6)}, ui_.colour().text,
                      fitted(words, font, font->FontSize, width - button - ui_.px(8)).c_str());
  ImGui::SetCursorPos({left, from.y + ui_.px(28)});
  ImGui::ProgressBar(static_cast<float>(session_.saver.progress()),
                     {std::max(1.0F, width - button - ui_.px(8)), ui_.px(4)}, "");
  ui_.mark("saving");
  ImGui::SetCursorPos({whole.to.x - button, from.y + ui_.px(4)});
  if (ui_.button("Cancel##saving", Ui::Kind::plain, button)) session_.saver.cancel();
  ui_.mark("Cancel saving");
  return {from, {left - ui_.px(16), whole.to.y}};
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
  float x = from.x;
  if (message.is_error && !message.text.empty()) {
    // Told by a mark, not by colour alone.
    ui_.draw()->AddCircleFilled({x + ui_.px(5), from.y + size.y / 2}, ui_.px(5), ui_.colour().accent);
    x += ui_.px(16);
  }
  // Two lines; the pointer on them shows what is longer.
  const std::vector<std::string> lines = ui_.lines_of(text, theme_.font.small, from.x + size.x - x, 2);
  const float height = ImGui::GetTextLineHeight() + ui_.px(1);
  float y = from.y + std::floor((size.y - height * static_cast<float>(lines.size())) / 2);
  for (const std::string& line : lines) {
    ui_.draw()->AddText({x, y}, colour, line.c_str());
    y += height;
  }
  ui_.mark("status", from, {from.x + size.x, from.y + size.y});
  if (ImGui::IsMouseHoveringRect(from, {from.x + size.x, from.y + size.y}) && ImGui::IsWindowHovered() &&
      !lines.empty()) {
    ImGui::BeginTooltip();
    ImGui::PushTextWrapPos(ui_.px(360));
    ImGui::TextUnformatted(readable(text).c_str());
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
  }
  ImGui::PopFont();
}

}  // namespace latentwalk::viewer
