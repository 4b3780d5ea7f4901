#include "viewer/panels/layer_widgets.hpp"

#include <algorithm>
#include <cmath>

#include "viewer/core/layer_picture.hpp"
#include "viewer/gui/readable.hpp"

namespace latentwalk::viewer {

LayerFlow::LayerFlow(const Ui& ui, std::array<std::size_t, 2> counts, ImVec2 size) {
  constexpr float kLargest = 320, kReadable = 72, kSmallest = 24;
  for (const bool one_line : {true, false}) {
    for (float width = ui.px(kLargest); width >= ui.px(one_line ? kReadable : kSmallest); width -= ui.px(4)) {
      side = std::floor(width);
      step = side + ui.px(kArrow);
      line = side + ui.px(kWords);
      across = std::max<std::size_t>(1, static_cast<std::size_t>(std::max(size.x + ui.px(kArrow), 0.0F) / step));
      float below = 0;
      for (const std::size_t count : counts)
        if (count > 0) below += ui.px(kTitle + kRowGap) + height(count);
      if (below <= size.y && (!one_line || std::max(counts[0], counts[1]) <= across)) return;
    }
  }
}

ImVec2 LayerFlow::place(ImVec2 from, std::size_t index) const {
  return {from.x + static_cast<float>(index % across) * step, from.y + static_cast<float>(index / across) * line};
}

float LayerFlow::height(std::size_t count) const { return line * static_cast<float>((count + across - 1) / across); }

void LayerFlow::arrow(Ui& ui, ImVec2 at) const {
  ui.centred_text({at.x - ui.px(kArrow), at.y}, {at.x, at.y + side}, "\u2192", ui.theme.font.small, ui.colour().muted);
}

void LayerFlow::words(Ui& ui, ImVec2 at, const std::string& text) const {
  ImFont* font = ui.theme.font.small;
  const float size = font->FontSize * ImGui::GetIO().FontGlobalScale;
  ui.draw()->AddText(font, size, {at.x, at.y + side + ui.px(2)}, ui.colour().muted,
                     fitted(text, font, size, step - ui.px(6)).c_str());
}

void layer_maps(Ui& ui, const std::shared_ptr<const Answer>& answer, const std::string& slot,
                const Inside::Layer& layer, bool all, ImVec2 from, ImVec2 to) {
  const LayerGrid grid = layer_grid(layer.shape, all);
  const float ratio = ui.theme.pixel_ratio, columns = static_cast<float>(grid.columns),
              rows = static_cast<float>(grid.rows);
  const float room = std::min((to.x - from.x) / columns, (to.y - from.y) / rows), pixels = room * ratio;
  // Small values would lose much of the room to whole pixels: the sampler makes them fit.
  const float whole = pixels >= 4 ? std::floor(pixels) : std::max(1.0F, std::ceil(pixels));
  const float unit = pixels >= 4 ? whole / ratio : room;
  const auto side = static_cast<std::size_t>(whole);
  const ImVec2 end{from.x + unit * columns, from.y + unit * rows};
  const int width = static_cast<int>(grid.columns * side), height = static_cast<int>(grid.rows * side);
  const std::string name = slot + (all ? " large" : "");
  const Picture ink =
      ui.pictures.pixels(name, answer, width, height, [&] { return layer_picture(layer, all, side).ink; });
  const Picture second = ui.pictures.pixels(name + " second", answer, width, height,
                                            [&] { return layer_picture(layer, all, side).second; });
  ui.draw()->AddImage(ink.texture, from, end, {0, 0}, {1, 1}, ui.colour().ink);
  ui.draw()->AddImage(second.texture, from, end, {0, 0}, {1, 1}, ui.colour().blue);
}

}  // namespace latentwalk::viewer
