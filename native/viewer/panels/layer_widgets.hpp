#pragma once

#include <array>
#include <memory>
#include <string>

#include "latentwalk/inside.hpp"
#include "viewer/core/render_worker.hpp"
#include "viewer/gui/widgets.hpp"

/// What Inside shows of layers.
namespace latentwalk::viewer {

/// Where the pictures of two rows go: in lines from left to right, as large as lets all of them fit; one line a row
/// where they stay readable.
struct LayerFlow {
  static constexpr float kArrow = 24, kWords = 24, kTitle = 24, kRowGap = 16;
  float side = 0, step = 0, line = 0;  // of a picture, to the next one, to the next line
  std::size_t across = 1;              // pictures in a line

  /// `counts`: the pictures of each row; 0 for a row that is not there.
  LayerFlow(const Ui& ui, std::array<std::size_t, 2> counts, ImVec2 size);
  ImVec2 place(ImVec2 from, std::size_t index) const;
  float height(std::size_t count) const;

  /// From the picture before to the one at `at`.
  void arrow(Ui& ui, ImVec2 at) const;
  /// Below the picture at `at`.
  void words(Ui& ui, ImVec2 at, const std::string& text) const;
};

/// The maps of a layer in a rectangle, each value a square of whole pixels where there is room. `slot` names the
/// picture among those of the answer.
void layer_maps(Ui& ui, const std::shared_ptr<const Answer>& answer, const std::string& slot,
                const Inside::Layer& layer, bool all, ImVec2 from, ImVec2 to);

}  // namespace latentwalk::viewer
