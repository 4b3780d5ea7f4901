#include "viewer/gui/widgets.hpp"

#include <imgui_stdlib.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>

#include "latentwalk/station.hpp"
#include "viewer/gui/readable.hpp"

namespace latentwalk::viewer {
namespace {

std::string shown(const std::string& label) { return label.substr(0, label.find("##")); }
std::string hidden(const std::string& label) { return "##" + label; }

}  // namespace

void Ui::mark(const std::string& name) { mark(name, ImGui::GetItemRectMin(), ImGui::GetItemRectMax()); }
void Ui::mark(const std::string& name, ImVec2 from, ImVec2 to) {
  regions[name] = {from, to};
  const ImVec2 low = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
  const bool across = from.x < low.x - 1 || to.x > low.x + size.x + 1;
  if (across || (is_whole && (from.y < low.y - 1 || to.y > low.y + size.y + 1))) cut_off.push_back(name);
}

std::vector<std::string> Ui::lines_of(const std::string& given, ImFont* font, float width, std::size_t most) {
  const std::string text = readable(given);
  const float size = font->FontSize * ImGui::GetIO().FontGlobalScale;
  std::vector<std::string> lines;
  const char *at = text.c_str(), *end = at + text.size();
  while (at < end) {
    const char* stop = font->CalcWordWrapPositionA(size / font->FontSize, at, end, width);
    if (stop == at) ++stop;
    if (lines.size() + 1 == most && stop < end) stop = end;
    lines.emplace_back(at, stop);
    for (at = stop; at < end && (*at == ' ' || *at == '\n'); ++at) {
    }
  }
  if (lines.size() == most) lines.back() = fitted(lines.back(), font, size, width);
  return lines;
}

ImFont* Ui::font_for(const std::string& text, float width) {
  ImFont* fonts[] = {ImGui::GetFont(), theme.font.small};
  for (ImFont* font : fonts) {
    const float size = font->FontSize * ImGui::GetIO().FontGlobalScale;
    if (font->CalcTextSizeA(size, 1e9F, 0, text.c_str()).x <= width) return font;
  }
  cut_off.push_back(text);
  return theme.font.small;
}

void Ui::heading(const char* text) {
  for (const std::string& line : lines_of(text, theme.font.title, std::max(column(), px(40)))) {
    ImGui::PushFont(theme.font.title);
    ImGui::TextUnformatted(line.c_str());
    ImGui::PopFont();
  }
}

float Ui::column() const {
  const float to_edge = ImGui::GetContentRegionAvail().x;
  if (column_width <= 0) return to_edge;
  const float left = ImGui::GetCursorPosX() - ImGui::GetStyle().WindowPadding.x;
  return std::max(px(40), std::min(to_edge, column_width - std::max(0.0F, left)));
}

void Ui::paragraph(const std::string& text, bool muted) {
  // Line by line: Dear ImGui has no line height, and its own is too tight to read.
  const std::vector<std::string> lines = lines_of(text, theme.font.small, column());
  ImGui::PushFont(theme.font.small);
  ImGui::PushStyleColor(ImGuiCol_Text, muted ? colour().muted : colour().text);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(px(8), px(5)));
  for (const std::string& line : lines) ImGui::TextUnformatted(line.c_str());
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
  ImGui::PopFont();
  gap(8 + 3);
}

void Ui::label(const std::string& text) {
  ImGui::PushFont(theme.font.small);
  ImGui::PushStyleColor(ImGuiCol_Text, colour().muted);
  for (const std::string& line : lines_of(text, theme.font.small, column())) ImGui::TextUnformatted(line.c_str());
  ImGui::PopStyleColor();
  ImGui::PopFont();
  // The control belongs to its label: half the usual space between them.
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() - px(4));
  ImGui::SetNextItemWidth(column());
}

void Ui::fact(const std::string& given_name, const std::string& given_value) {
  const std::string name = readable(given_name), value = readable(given_value);
  ImGui::PushFont(theme.font.small);
  const float left = ImGui::GetCursorPosX(), width = column();
  ImGui::PushStyleColor(ImGuiCol_Text, colour().muted);
  ImGui::TextUnformatted(name.c_str());
  ImGui::PopStyleColor();
  const float value_width = ImGui::CalcTextSize(value.c_str()).x;
  if (value_width + ImGui::CalcTextSize(name.c_str()).x + px(16) <= width) {
    ImGui::SameLine(left + width - value_width);
    ImGui::TextUnformatted(value.c_str());
  } else {
    ImGui::PushTextWrapPos(left + width);
    ImGui::TextUnformatted(value.c_str());
    ImGui::PopTextWrapPos();
  }
  ImGui::PopFont();
}

void Ui::gap(float units) { ImGui::Dummy({0, std::max(0.0F, px(units) - ImGui::GetStyle().ItemSpacing.y)}); }

void Ui::tip(const char* text) {
  if (text == nullptr || !ImGui::IsItemHovered()) return;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(px(12), px(8)));
  ImGui::BeginTooltip();
  ImGui::PushFont(theme.font.small);
  ImGui::TextUnformatted(readable(text).c_str());
  ImGui::PopFont();
  ImGui::EndTooltip();
  ImGui::PopStyleVar();
}

bool Ui::button(const std::string& label, Kind kind, float width, const char* text) {
  int colours = 0;
  const auto push = [&](ImGuiCol which, ImU32 value) { ImGui::PushStyleColor(which, value), ++colours; };
  if (kind == Kind::primary) {
    push(ImGuiCol_Button, colour().accent_fill);
    push(ImGuiCol_ButtonHovered, faded(colour().accent_fill, 0.88F));
    push(ImGuiCol_ButtonActive, faded(colour().accent_fill, 0.76F));
    push(ImGuiCol_Border, colour().accent_fill);
    push(ImGuiCol_Text, colour().on_accent);
    ImGui::PushFont(theme.font.strong);
  } else if (kind == Kind::quiet) {
    push(ImGuiCol_Button, IM_COL32_BLACK_TRANS);
    push(ImGuiCol_Border, IM_COL32_BLACK_TRANS);
  }
  const float wide = width < 0 ? column() : width;
  ImGui::PushFont(wide > 0 ? font_for(shown(label), wide) : ImGui::GetFont());
  const bool pressed = ImGui::Button(label.c_str(), {wide, px(36)});
  ImGui::PopFont();
  mark(shown(label).empty() ? label.substr(2) : label);
  if (kind == Kind::primary) ImGui::PopFont();
  ImGui::PopStyleColor(colours);
  tip(text);
  return pressed;
}

bool Ui::toggle(const std::string& label, bool& value) {
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(px(3), px(3)));
  // A long label goes on below.
  const float box = ImGui::GetFrameHeight() + ImGui::GetStyle().ItemInnerSpacing.x;
  const std::vector<std::string> lines = lines_of(shown(label), ImGui::GetFont(), column() - box);
  std::string words;
  for (const std::string& line : lines) words += (words.empty() ? "" : "\n") + line;
  const bool changed = ImGui::Checkbox((words + "###" + label).c_str(), &value);
  ImGui::PopStyleVar();
  mark(label);
  return changed;
}

bool Ui::choice(const std::string& id, const std::vector<std::string>& options, int& value) {
  const float full = column();
  const auto count = static_cast<int>(options.size());
  // In several rows where one would be too narrow for the words.
  float widest = 0;
  for (const std::string& option : options)
    widest = std::max(
        widest, theme.font.small->CalcTextSizeA(theme.font.small->FontSize, 1e9F, 0, shown(option).c_str()).x + px(6));
  const int rows_at_most = std::max(count, 1);
  int across = count;
  const auto share = [&](int n) {
    return std::floor((full - px(4) * static_cast<float>(n - 1)) / static_cast<float>(n));
  };
  for (int rows = 1; rows <= rows_at_most && share(across) < widest && across > 1; ++rows)
    across = (count + rows) / (rows + 1);
  const float width = share(across);
  bool changed = false;
  ImGui::PushID(id.c_str());
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(px(4), px(8)));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(px(2), px(8)));
  for (int i = 0; i < count; ++i) {
    if (i % across != 0) ImGui::SameLine();
    const bool on = i == value;
    // The chosen one is told by weight and frame, not by colour alone.
    if (on) {
      ImGui::PushStyleColor(ImGuiCol_Border, colour().accent);
      ImGui::PushFont(theme.font.strong);
    }
    ImGui::PushFont(font_for(shown(options[static_cast<std::size_t>(i)]), width));
    if (ImGui::Button(options[static_cast<std::size_t>(i)].c_str(), {width, px(36)}) && !on) {
      value = i;
      changed = true;
    }
    ImGui::PopFont();
    if (on) {
      ImGui::PopFont();
      ImGui::PopStyleColor();
    }
    mark(shown(id) + " " + options[static_cast<std::size_t>(i)]);
  }
  ImGui::PopStyleVar(2);
  ImGui::PopID();
  return changed;
}

bool Ui::slider(const std::string& text, double& value, double low, double high, const char* format) {
  // The name at the left, the number at the right, the track under both.
  ImGui::PushFont(theme.font.small);
  const float left = ImGui::GetCursorPosX(), width = column();
  const std::string number = number_text(format, value);
  const float number_width = ImGui::CalcTextSize(number.c_str()).x;
  const std::vector<std::string> lines = lines_of(shown(text), theme.font.small, width);
  ImGui::PushStyleColor(ImGuiCol_Text, colour().muted);
  for (const std::string& line : lines) ImGui::TextUnformatted(line.c_str());
  ImGui::PopStyleColor();
  if (ImGui::CalcTextSize(lines.empty() ? "" : lines.back().c_str()).x + number_width + px(8) <= width)
    ImGui::SameLine(left + width - number_width);
  else
    ImGui::SetCursorPosX(left + width - number_width);
  ImGui::TextUnformatted(number.c_str());
  ImGui::PopFont();
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() - px(6));
  const bool changed = track(text, value, low, high, format, width);
  mark(text);
  return changed;
}

bool Ui::slider(const std::string& text, int& value, int low, int high, const char* format) {
  double number = value;
  const bool changed = slider(text, number, low, high, format) && std::lround(number) != value;
  if (changed) value = static_cast<int>(std::lround(number));
  return changed;
}

bool Ui::track(const std::string& id, double& value, double low, double high, const char* format, float width) {
  ImGui::SetNextItemWidth(width);
  const bool typing = typed_ == id;
  if (!typing) {
    for (const ImGuiCol which : {ImGuiCol_Text, ImGuiCol_FrameBg, ImGuiCol_FrameBgHovered, ImGuiCol_FrameBgActive,
                                 ImGuiCol_Border, ImGuiCol_SliderGrab, ImGuiCol_SliderGrabActive})
      ImGui::PushStyleColor(which, IM_COL32_BLACK_TRANS);
  }
  ImGui::PushFont(theme.font.small);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(px(8), px(3)));
  const bool changed = ImGui::SliderScalar(hidden(id).c_str(), ImGuiDataType_Double, &value, &low, &high, format,
                                           ImGuiSliderFlags_AlwaysClamp | ImGuiSliderFlags_NoRoundToFormat);
  ImGui::PopStyleVar();
  ImGui::PopFont();
  const bool active = ImGui::IsItemActive();
  if (!typing) ImGui::PopStyleColor(7);
  if (active && ImGui::GetIO().WantTextInput) {
    typed_ = id;
  } else if (typing) {
    typed_.clear();
  }
  if (typing) return changed;
  const ImVec2 from = ImGui::GetItemRectMin(), to = ImGui::GetItemRectMax();
  // Where Dear ImGui has its own grab: 2 pixels and half a grab from the edge.
  const float inset = 2 + ImGui::GetStyle().GrabMinSize / 2, middle = std::floor((from.y + to.y) / 2);
  const auto t = static_cast<float>(high > low ? std::clamp((value - low) / (high - low), 0.0, 1.0) : 0.0);
  const float x = from.x + inset + t * (to.x - from.x - 2 * inset), radius = px(active ? 8 : 7);
  // A range with nothing in its middle is filled from there: what is plus and what is minus is seen at once.
  const float origin = low < 0 && high > 0
                           ? from.x + inset + static_cast<float>(-low / (high - low)) * (to.x - from.x - 2 * inset)
                           : from.x + px(1);
  draw()->AddLine({from.x + px(1), middle}, {to.x - px(1), middle}, colour().line, px(3));
  draw()->AddLine({std::min(origin, x), middle}, {std::max(origin, x), middle}, colour().accent, px(3));
  draw()->AddCircleFilled({x, middle}, radius, colour().accent);
  if (ImGui::IsItemHovered() || active || ImGui::IsItemFocused())
    draw()->AddCircle({x, middle}, radius + px(3), faded(colour().accent, 0.4F), 0, px(2));
  return changed;
}

bool Ui::seed(const std::string& text, std::uint64_t& value) {
  if (!shown(text).empty()) label(shown(text));
  // Dear ImGui's own number field would read "-5" as 2^64 - 5 and "3x" as 3. Only a whole number counts, once the field
  // is left; anything else leaves the seed as it was.
  std::string typed = seed_field_ == text ? seed_text_ : std::to_string(value);
  ImGui::InputText(hidden(text).c_str(), &typed, ImGuiInputTextFlags_AutoSelectAll);
  mark(text);
  if (ImGui::IsItemActive()) {
    seed_field_ = text;
    seed_text_ = typed;
    return false;
  }
  if (seed_field_ != text) return false;
  seed_field_.clear();
  std::uint64_t edited = 0;
  const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), edited);
  if (error != std::errc() || end != typed.data() + typed.size() || edited > kMaxSeed || edited == value) return false;
  value = edited;
  return true;
}

bool Ui::text_field(const std::string& text, std::string& value, const char* hint) {
  if (!shown(text).empty()) label(shown(text));
  const bool entered = ImGui::InputTextWithHint(
      hidden(text).c_str(), hint, &value, ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
  mark(text);
  // The field itself shows a question mark for each character that the font lacks.
  if (const std::string words = readable(value); words != value) paragraph(words);
  return entered;
}

bool Ui::combo(const std::string& text, const std::vector<std::string>& options, int& value) {
  if (!shown(text).empty()) label(shown(text));
  bool changed = false;
  const bool valid = value >= 0 && value < static_cast<int>(options.size());
  const float inside = ImGui::CalcItemWidth() - ImGui::GetFrameHeight() - 2 * ImGui::GetStyle().FramePadding.x;
  const bool open = ImGui::BeginCombo(
      hidden(text).c_str(),
      valid ? fitted(options[static_cast<std::size_t>(value)], ImGui::GetFont(), ImGui::GetFontSize(), inside).c_str()
            : "none");
  mark(text);
  if (!open) return false;
  for (int i = 0; i < static_cast<int>(options.size()); ++i) {
    if (ImGui::Selectable((readable(options[static_cast<std::size_t>(i)]) + "##" + std::to_string(i)).c_str(),
                          i == value)) {
      changed = i != value;
      value = i;
    }
    mark(text + " " + options[static_cast<std::size_t>(i)]);
    if (i == value) ImGui::SetItemDefaultFocus();
  }
  ImGui::EndCombo();
  return changed;
}

void Ui::centred_text(ImVec2 from, ImVec2 to, const std::string& given, ImFont* font, ImU32 ink) {
  ImGui::PushFont(font);
  const std::string text = readable(given);
  const float wrap = std::min(to.x - from.x, px(480));
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \n", at), text.size());
    if (ImGui::CalcTextSize(text.c_str() + at, text.c_str() + end).x > wrap + 1) cut_off.push_back(text);
    at = end + 1;
  }
  const ImVec2 size = ImGui::CalcTextSize(text.c_str(), nullptr, false, wrap);
  const ImVec2 at{std::floor((from.x + to.x - size.x) / 2), std::floor((from.y + to.y - size.y) / 2)};
  draw()->AddText(ImGui::GetFont(), ImGui::GetFontSize(), at, ink, text.c_str(), nullptr, wrap);
  ImGui::PopFont();
}

std::string number_text(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

}  // namespace latentwalk::viewer
