// Widgets that show a digit.

#include <algorithm>
#include <cmath>

#include "viewer/gui/widgets.hpp"

namespace latentwalk::viewer {

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

bool Ui::area(const std::string& name, ImVec2 size, ImGuiButtonFlags flags) {
  return ImGui::InvisibleButton(name.c_str(), {std::max(size.x, 1.0F), std::max(size.y, 1.0F)}, flags);
}

bool Ui::digit_button(const std::string& name, const Picture& picture, float height, bool selected) {
  const float width = picture ? std::floor(height * picture.width / picture.height) : height;
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const bool pressed = area(name, {width, height});
  const ImVec2 to{from.x + width, from.y + height};
  draw()->AddRectFilled(from, to, colour().paper, px(2));
  digit(picture, from, to);
  if (selected || ImGui::IsItemHovered() || ImGui::IsItemActive())
    draw()->AddRect(from, to, selected ? colour().accent : colour().muted, px(2), 0, px(selected ? 2 : 1));
  mark(name);
  return pressed;
}

}  // namespace latentwalk::viewer
