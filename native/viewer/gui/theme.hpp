#pragma once

#include <imgui.h>

/// The look (ink on paper, paper on a desk): colours, type sizes and spacing. Sizes are in pixels at scale 1.
namespace latentwalk::viewer {

struct Palette {
  ImU32 desk, paper, ink, text, muted, line, field, hover, accent, accent_fill, on_accent, blue;
};

const Palette& palette(bool dark);

/// The colour with its opacity multiplied.
ImU32 faded(ImU32 colour, float opacity);

struct Fonts {
  ImFont *small = nullptr, *body = nullptr, *strong = nullptr, *title = nullptr, *display = nullptr;
};

struct Theme {
  Palette colour{};
  Fonts font;
  float scale = 1.0F;        // of layout units to ImGui's coordinates
  float pixel_ratio = 1.0F;  // screen pixels a unit of ImGui's coordinates
  bool dark = false;

  /// A length of the 8 px grid.
  float px(float units) const { return units * scale; }
};

/// Loads the embedded faces at the sizes that the scale asks for, into ImGui's atlas. The caller then renews the
/// backend's texture. Call outside a frame.
void load_fonts(Theme& theme);

/// Sets ImGui's colours and metrics. Call outside a frame.
void apply(Theme& theme, bool dark);

}  // namespace latentwalk::viewer
