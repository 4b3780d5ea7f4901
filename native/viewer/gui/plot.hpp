#pragma once

#include <string>
#include <utility>
#include <vector>

#include "viewer/gui/widgets.hpp"

/// Curves with axes, legend, zoom and hover, on Dear ImGui's draw list. Knows nothing of what it shows.
namespace latentwalk::viewer {

struct PlotLine {
  std::string name;
  const std::vector<double>* x = nullptr;
  const std::vector<double>* y = nullptr;
  ImU32 colour = 0;
  int dash = 0;  // 0 solid, 1 dashed, 2 dotted, 3 dash-dot: lines are told apart without colour
};

/// What part is seen; kept by the caller from frame to frame.
struct PlotView {
  bool fitted = true;  // show everything, also what is yet to come
  bool log_y = false;
  double x_low = 0, x_high = 1, y_low = 0, y_high = 1;

  /// Shows all of the lines, with a margin above and below.
  void fit(const std::vector<PlotLine>& lines);
  /// Closer about the middle by a factor, farther where it is below 1.
  void zoom(double factor);
  /// By fractions of what is seen.
  void pan(double x, double y);
};

/// Wheel: zoom at the pointer; drag: move; double click: fit. With the keyboard's focus on it: + and -, arrows with
/// Ctrl, 0. An `x_label` names the horizontal axis.
void plot(Ui& ui, const std::string& id, ImVec2 size, const std::vector<PlotLine>& lines, PlotView& view,
          const std::string& x_label, bool legend = true);

/// Round numbers from low to high, about `count` of them.
std::vector<double> plot_ticks(double low, double high, int count);

/// A tick's text: as short as its step allows, thousands as "12k".
std::string plot_tick_text(double value, double step);

}  // namespace latentwalk::viewer
