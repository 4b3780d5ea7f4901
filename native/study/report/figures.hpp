#pragma once

#include <string>
#include <utility>
#include <vector>

namespace latentwalk {

/// A line of a chart: y against x with an error bar of ± error, where that is above 0.
struct Curve {
  std::string label;
  int look = 0;  // one of kCurveLooks: colour, dashes and marks together
  std::vector<double> x, y, error;
  bool marks = true, only_marks = false;
};
/// 0 black, whole, dots: what the others are held against; 1 grey, dash and dot, squares; 2 vermilion, whole,
/// triangles; 3 vermilion, dots, triangles on end; 4 blue, long dashes, diamonds.
inline constexpr int kCurveLooks = 5;

struct Chart {
  std::string title, x_label, y_label;
  std::vector<Curve> curves;
  std::string settings;  // gnuplot's own: ranges, tics
  std::pair<int, int> size{1040, 480};
};

/// What gnuplot draws it from.
std::string chart_script(const Chart& chart);

}  // namespace latentwalk
