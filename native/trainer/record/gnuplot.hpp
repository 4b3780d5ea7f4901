#pragma once

#include <filesystem>
#include <string>
#include <utility>

namespace latentwalk {

/// The palette and sizes of every picture that the tools write, as the head of a script: line styles 1 to
/// kFigureStyles, border, grid and key. The grey of the two hues differs, and so do the dashes, so that a grey print
/// can be read too.
extern const char* const kFigureStyle;
inline constexpr int kFigureStyles = 4;

/// Runs gnuplot on a script that plots; false where there is no gnuplot. The picture, of the given width and height in
/// pixels, is a PNG or, where its name ends so, an SVG; it appears whole or not at all. Throws Error where gnuplot
/// fails.
bool draw_with_gnuplot(const std::string& script, const std::filesystem::path& picture, std::pair<int, int> size);

/// What is said where there is none.
inline constexpr const char* kNoGnuplot = "no figures: gnuplot is not installed (Debian package gnuplot-nox)";

/// A path as gnuplot reads it.
std::string gnuplot_quoted(const std::filesystem::path& path);

}  // namespace latentwalk
