#pragma once

#include <filesystem>
#include <string>
#include <utility>

namespace latentwalk {

/// The style of all figures, as the start of a script: line styles 1 to kFigureStyles, border, grid and key. The line
/// styles differ in lightness and dashes, so that they can be told apart in print without colour.
extern const char* const kFigureStyle;
inline constexpr int kFigureStyles = 4;

/// Draws a picture with gnuplot. `size`: width and height in pixels. It is an SVG if its name ends in .svg, and a PNG
/// otherwise. Returns why it was not drawn, in gnuplot's own words, or an empty text.
std::string draw_with_gnuplot(const std::string& script, const std::filesystem::path& picture,
                              std::pair<int, int> size);

/// The message where gnuplot is not installed.
inline constexpr const char* kNoGnuplot = "no figures: gnuplot is not installed (Debian package gnuplot-nox)";

/// A path in quotes, for a script.
std::string gnuplot_quoted(const std::filesystem::path& path);

}  // namespace latentwalk
