#include "native/viewer/widgets.hpp"

#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>

namespace latentwalk::viewer {
namespace {

std::string shown(const std::string& label) { return label.substr(0, label.find("##")); }
std::string hidden(const std::string& label) { return "##" + label; }

}  // namespace

void Ui::mark(const std::string& name) { mark(name, ImGui::GetItemRectMin(), ImGui::GetItemRectMax()); }
void Ui::mark(const std::string& name, ImVec2 from, ImVec2 to) { regions[name] = {from, to}; }

void Ui::heading(const char* text) {
  ImGui::PushFont(theme.font.title);
  ImGui::TextUnformatted(text);
  ImGui::PopFont();
}

void Ui::paragraph(const std::string& text, bool muted) {
  ImGui::PushFont(theme.font.small);
  ImGui::PushStyleColor(ImGuiCol_Text, muted ? colour().muted : colour().text);
  ImGui::PushTextWrapPos(0.0F);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

void Ui::label(const std::string& text) {
  ImGui::PushFont(theme.font.small);
  ImGui::PushStyleColor(ImGuiCol_Text, colour().muted);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopStyleColor();
  ImGui::PopFont();
  // The control belongs to its label: half the usual space between them.
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() - px(4));
  ImGui::SetNextItemWidth(-FLT_MIN);
}

void Ui::fact(const std::string& name, const std::string& value) {
  ImGui::PushFont(theme.font.small);
  const float left = ImGui::GetCursorPosX(), width = ImGui::GetContentRegionAvail().x;
  ImGui::PushStyleColor(ImGuiCol_Text, colour().muted);
  ImGui::TextUnformatted(name.c_str());
  ImGui::PopStyleColor();
  const float value_width = ImGui::CalcTextSize(value.c_str()).x;
  if (value_width + ImGui::CalcTextSize(name.c_str()).x + px(16) <= width) {
    ImGui::SameLine(left + width - value_width);
    ImGui::TextUnformatted(value.c_str());
  } else {
    ImGui::PushTextWrapPos(0.0F);
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
  ImGui::TextUnformatted(text);
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
  const bool pressed = ImGui::Button(label.c_str(), {width, px(36)});
  mark(shown(label).empty() ? label.substr(2) : label);
  if (kind == Kind::primary) ImGui::PopFont();
  ImGui::PopStyleColor(colours);
  tip(text);
  return pressed;
}

bool Ui::toggle(const std::string& label, bool& value) {
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(px(3), px(3)));
  const bool changed = ImGui::Checkbox(label.c_str(), &value);
  ImGui::PopStyleVar();
  mark(label);
  return changed;
}

bool Ui::choice(const std::string& id, const std::vector<std::string>& options, int& value) {
  const float full = ImGui::GetContentRegionAvail().x;
  const auto count = static_cast<int>(options.size());
  const float width = std::floor((full - px(4) * static_cast<float>(count - 1)) / static_cast<float>(count));
  bool changed = false;
  ImGui::PushID(id.c_str());
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(px(4), px(8)));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(px(2), px(8)));
  for (int i = 0; i < count; ++i) {
    if (i > 0) ImGui::SameLine();
    const bool on = i == value;
    // The chosen one is told by weight and frame, not by colour alone.
    if (on) {
      ImGui::PushStyleColor(ImGuiCol_Border, colour().accent);
      ImGui::PushFont(theme.font.strong);
    }
    if (ImGui::Button(options[static_cast<std::size_t>(i)].c_str(), {width, px(36)}) && !on) {
      value = i;
      changed = true;
    }
    if (on) {
      ImGui::PopFont();
      ImGui::PopStyleColor();
    }
    mark(id + " " + options[static_cast<std::size_t>(i)]);
  }
  ImGui::PopStyleVar(2);
  ImGui::PopID();
  return changed;
}

bool Ui::slider(const std::string& text, double& value, double low, double high, const char* format) {
  if (!shown(text).empty()) label(shown(text));
  const bool changed = ImGui::SliderScalar(hidden(text).c_str(), ImGuiDataType_Double, &value, &low, &high, format,
                                           ImGuiSliderFlags_AlwaysClamp);
  mark(text);
  return changed;
}

bool Ui::slider(const std::string& text, int& value, int low, int high, const char* format) {
  if (!shown(text).empty()) label(shown(text));
  const bool changed = ImGui::SliderInt(hidden(text).c_str(), &value, low, high, format, ImGuiSliderFlags_AlwaysClamp);
  mark(text);
  return changed;
}

bool Ui::seed(const std::string& text, std::uint64_t& value) {
  if (!shown(text).empty()) label(shown(text));
  std::uint64_t edited = value;
  const bool changed = ImGui::InputScalar(hidden(text).c_str(), ImGuiDataType_U64, &edited, nullptr, nullptr, "%llu");
  mark(text);
  if (changed) value = edited;
  return changed;
}

bool Ui::text_field(const std::string& text, std::string& value, const char* hint) {
  if (!shown(text).empty()) label(shown(text));
  const bool entered =
      ImGui::InputTextWithHint(hidden(text).c_str(), hint, &value, ImGuiInputTextFlags_EnterReturnsTrue);
  mark(text);
  return entered;
}

bool Ui::combo(const std::string& text, const std::vector<std::string>& options, int& value) {
  if (!shown(text).empty()) label(shown(text));
  bool changed = false;
  const bool valid = value >= 0 && value < static_cast<int>(options.size());
  const bool open =
      ImGui::BeginCombo(hidden(text).c_str(), valid ? options[static_cast<std::size_t>(value)].c_str() : "none");
  mark(text);
  if (!open) return false;
  for (int i = 0; i < static_cast<int>(options.size()); ++i) {
    if (ImGui::Selectable((options[static_cast<std::size_t>(i)] + "##" + std::to_string(i)).c_str(), i == value)) {
      changed = i != value;
      value = i;
    }
    mark(text + " " + options[static_cast<std::size_t>(i)]);
    if (i == value) ImGui::SetItemDefaultFocus();
  }
  ImGui::EndCombo();
  return changed;
}

void Ui::digit(const Picture& picture, ImVec2 from, ImVec2 to, float opacity) {
  if (!picture) return;
  draw()->AddImage(picture.texture, from, to, picture.from, picture.to, faded(colour().ink, opacity));
}

void Ui::ring(ImVec2 from, ImVec2 to, ImU32 line) {
  const float out = px(4), half = px(1);
  draw()->AddRect({from.x - out + half, from.y - out + half}, {to.x + out - half, to.y + out - half}, line, px(4),
                  ImDrawFlags_RoundCornersAll, px(2));
}

Region Ui::fit(float width, float height, ImVec2 from, ImVec2 to) const {
  const float scale = std::min((to.x - from.x) / width, (to.y - from.y) / height);
  const float w = std::floor(width * scale), h = std::floor(height * scale);
  const ImVec2 corner{std::floor((from.x + to.x - w) / 2), std::floor((from.y + to.y - h) / 2)};
  return {corner, {corner.x + w, corner.y + h}};
}

bool Ui::digit_button(const std::string& name, const Picture& picture, float height, bool selected) {
  const float width = picture ? std::floor(height * picture.width / picture.height) : height;
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const bool pressed = ImGui::InvisibleButton(name.c_str(), {width, height});
  const ImVec2 to{from.x + width, from.y + height};
  draw()->AddRectFilled(from, to, colour().paper, px(2));
  digit(picture, from, to);
  if (selected || ImGui::IsItemHovered() || ImGui::IsItemActive())
    draw()->AddRect(from, to, selected ? colour().accent : colour().muted, px(2), 0, px(selected ? 2 : 1));
  mark(name);
  return pressed;
}

void Ui::centred_text(ImVec2 from, ImVec2 to, const std::string& text, ImFont* font, ImU32 ink) {
  ImGui::PushFont(font);
  const float wrap = std::min(to.x - from.x, px(480));
  const ImVec2 size = ImGui::CalcTextSize(text.c_str(), nullptr, false, wrap);
  const ImVec2 at{std::floor((from.x + to.x - size.x) / 2), std::floor((from.y + to.y - size.y) / 2)};
  draw()->AddText(ImGui::GetFont(), ImGui::GetFontSize(), at, ink, text.c_str(), nullptr, wrap);
  ImGui::PopFont();
}

std::string with_commas(std::size_t number) {
  std::string text = std::to_string(number);
  for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, ",");
  return text;
}

std::string number_text(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

}  // namespace latentwalk::viewer
