#include "viewer/gui/theme.hpp"

#include <cmath>
#include <span>

#include "embedded/inter_regular.hpp"
#include "embedded/inter_semibold.hpp"

namespace latentwalk::viewer {
namespace {

constexpr ImU32 hex(unsigned rgb) { return IM_COL32((rgb >> 16) & 0xff, (rgb >> 8) & 0xff, rgb & 0xff, 255); }

// Paper and ink are those of the core's picture sheets (250 and 26, 20 and 236). Accent as a fill under text is a
// shade darker on light, for a contrast of 4.5.
constexpr Palette kLight{.desk = hex(0xececea),
                         .paper = hex(0xfafafa),
                         .ink = hex(0x1a1a1a),
                         .text = hex(0x1f1f1e),
                         .muted = hex(0x595956),
                         .line = hex(0xd2d2ce),
                         .field = hex(0xfafafa),
                         .hover = hex(0xdededb),
                         .accent = hex(0xd9480f),
                         .accent_fill = hex(0xc8420e),
                         .on_accent = hex(0xffffff),
                         .blue = hex(0x1864ab)};
constexpr Palette kDark{.desk = hex(0x232322),
                        .paper = hex(0x141414),
                        .ink = hex(0xececec),
                        .text = hex(0xececea),
                        .muted = hex(0xa8a8a4),
                        .line = hex(0x3d3d3b),
                        .field = hex(0x141414),
                        .hover = hex(0x333331),
                        .accent = hex(0xff8a50),
                        .accent_fill = hex(0xff8a50),
                        .on_accent = hex(0x1a1008),
                        .blue = hex(0x74c0fc)};

ImVec4 vec(ImU32 colour) { return ImGui::ColorConvertU32ToFloat4(colour); }

ImFont* add_font(std::span<const unsigned char> bytes, float size) {
  // Latin, general punctuation, arrows, mathematical operators and a few symbols: what the face holds.
  static const ImWchar kRanges[] = {0x20, 0x17f, 0x2b0, 0x3c9, 0x2010, 0x2032, 0x2190, 0x22ff, 0x2318, 0x2713, 0};
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.OversampleH = 3;
  config.OversampleV = 1;
  config.PixelSnapH = false;
  return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(const_cast<unsigned char*>(bytes.data()),
                                                    static_cast<int>(bytes.size()), size, &config, kRanges);
}

}  // namespace

const Palette& palette(bool dark) { return dark ? kDark : kLight; }

ImU32 faded(ImU32 colour, float opacity) {
  const auto alpha = static_cast<ImU32>(std::lround(static_cast<float>(colour >> IM_COL32_A_SHIFT) * opacity));
  return (colour & ~IM_COL32_A_MASK) | (alpha << IM_COL32_A_SHIFT);
}

void load_fonts(Theme& theme) {
  ImGuiIO& io = ImGui::GetIO();
  io.Fonts->Clear();
  const auto size = [&](float points) { return std::round(points * theme.scale * theme.pixel_ratio); };
  theme.font.body = add_font(embedded::inter_regular, size(16));
  theme.font.small = add_font(embedded::inter_regular, size(14));
  theme.font.strong = add_font(embedded::inter_semibold, size(16));
  theme.font.title = add_font(embedded::inter_semibold, size(20));
  theme.font.display = add_font(embedded::inter_semibold, size(28));
  // Where the window counts in points (Wayland, macOS) the glyphs are drawn with the screen's pixels all the same.
  io.FontGlobalScale = 1.0F / theme.pixel_ratio;
}

void apply(Theme& theme, bool dark) {
  theme.dark = dark;
  theme.colour = palette(dark);
  const Palette& c = theme.colour;
  ImGuiStyle& style = ImGui::GetStyle();
  style = ImGuiStyle();
  dark ? ImGui::StyleColorsDark(&style) : ImGui::StyleColorsLight(&style);

  style.WindowPadding = {24, 24};
  style.FramePadding = {12, 8};
  style.ItemSpacing = {8, 8};
  style.ItemInnerSpacing = {8, 8};
  style.CellPadding = {8, 4};
  style.ScrollbarSize = 10;
  style.GrabMinSize = 16;
  style.WindowBorderSize = 0;
  style.ChildBorderSize = 0;
  style.PopupBorderSize = 1;
  style.FrameBorderSize = 1;
  style.WindowRounding = 6;
  style.ChildRounding = 4;
  style.PopupRounding = 6;
  style.FrameRounding = 4;
  style.GrabRounding = 4;
  style.ScrollbarRounding = 5;
  style.ScaleAllSizes(theme.scale);
  style.WindowBorderSize = 0;
  style.FrameBorderSize = style.PopupBorderSize = 1;
  style.DisabledAlpha = 0.45F;

  ImVec4* colours = style.Colors;
  const auto set = [&](ImGuiCol which, ImU32 colour) { colours[which] = vec(colour); };
  set(ImGuiCol_Text, c.text);
  set(ImGuiCol_TextDisabled, c.muted);
  set(ImGuiCol_WindowBg, c.desk);
  set(ImGuiCol_ChildBg, IM_COL32_BLACK_TRANS);
  set(ImGuiCol_PopupBg, c.desk);
  set(ImGuiCol_Border, c.line);
  set(ImGuiCol_BorderShadow, IM_COL32_BLACK_TRANS);
  set(ImGuiCol_FrameBg, c.field);
  set(ImGuiCol_FrameBgHovered, c.field);
  set(ImGuiCol_FrameBgActive, c.field);
  set(ImGuiCol_ScrollbarBg, IM_COL32_BLACK_TRANS);
  set(ImGuiCol_ScrollbarGrab, c.line);
  set(ImGuiCol_ScrollbarGrabHovered, c.muted);
  set(ImGuiCol_ScrollbarGrabActive, c.muted);
  set(ImGuiCol_CheckMark, c.accent);
  set(ImGuiCol_SliderGrab, c.accent);
  set(ImGuiCol_SliderGrabActive, c.accent);
  set(ImGuiCol_Button, c.field);
  set(ImGuiCol_ButtonHovered, c.hover);
  set(ImGuiCol_ButtonActive, c.line);
  set(ImGuiCol_Header, c.hover);
  set(ImGuiCol_HeaderHovered, c.hover);
  set(ImGuiCol_HeaderActive, c.line);
  set(ImGuiCol_Separator, c.line);
  set(ImGuiCol_SeparatorHovered, c.accent);
  set(ImGuiCol_SeparatorActive, c.accent);
  set(ImGuiCol_PlotHistogram, c.accent);
  set(ImGuiCol_TableHeaderBg, IM_COL32_BLACK_TRANS);
  set(ImGuiCol_TableBorderStrong, c.line);
  set(ImGuiCol_TableBorderLight, c.line);
  set(ImGuiCol_TableRowBg, IM_COL32_BLACK_TRANS);
  set(ImGuiCol_TextSelectedBg, faded(c.accent, 0.3F));
  set(ImGuiCol_DragDropTarget, c.accent);
  set(ImGuiCol_NavHighlight, c.accent);
  set(ImGuiCol_ModalWindowDimBg, faded(c.ink, dark ? 0.0F : 0.25F));
  if (dark) colours[ImGuiCol_ModalWindowDimBg] = ImVec4(0, 0, 0, 0.5F);
}

}  // namespace latentwalk::viewer
