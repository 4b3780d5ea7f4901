#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "study/report_document.hpp"

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

/// Draws into `folder`/NAME.svg. Nothing where that is not possible; `note` then says why.
std::optional<Picture> draw_chart(const Chart& chart, const std::filesystem::path& folder, const std::string& name,
                                  const std::string& alternative, const std::string& caption, std::string& note);

/// A sheet out of a cell, written into `folder`/NAME.png.
Picture write_sheet(const std::string& base64, const std::filesystem::path& folder, const std::string& name,
                    const std::string& alternative, const std::string& caption);

}  // namespace latentwalk
