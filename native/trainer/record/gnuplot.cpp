#include "trainer/record/gnuplot.hpp"

#include <sstream>

#include "latentwalk/error.hpp"
#include "support/files.hpp"
#include "support/process.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

constexpr int kNoProgram = 127;
constexpr double kTimeLimit = 120.0;  // seconds

}  // namespace

const char* const kFigureStyle =
    "set encoding utf8\n"
    "set border 3 linecolor rgb '#868e96'\n"
    "set tics nomirror out textcolor rgb '#495057'\n"
    "set grid ytics linecolor rgb '#e9ecef' linetype 1\n"
    "set tmargin 5.5\nset rmargin 3\n"
    "set key at graph 0, screen 0.9 left top horizontal Left reverse samplen 3 textcolor rgb '#212529'\n"
    "set style line 1 linecolor rgb '#d9480f' linewidth 2.5 dashtype 1\n"
    "set style line 2 linecolor rgb '#1864ab' linewidth 2.5 dashtype (12,6)\n"
    "set style line 3 linecolor rgb '#212529' linewidth 2.5 dashtype (3,4)\n"
    "set style line 4 linecolor rgb '#868e96' linewidth 2.5 dashtype (12,4,3,4)\n";

std::string gnuplot_quoted(const fs::path& path) {
  std::string text = "'";
  for (const char c : path.string()) text += c == '\'' ? "''" : std::string(1, c);
  return text + "'";
}

std::string draw_with_gnuplot(const std::string& script, const fs::path& picture, std::pair<int, int> size) try {
  // Beside the picture, where there is room for it, whatever the system's temporary folder is like.
  const TemporaryFolder folder(picture.has_parent_path() ? picture.parent_path() : fs::path("."));
  const bool svg = picture.extension() == ".svg";
  const std::string drawn = svg ? "picture.svg" : "picture.png", script_name = "script.gp";
  std::ostringstream text;
  text << "set terminal " << (svg ? "svg" : "pngcairo") << " size " << size.first << "," << size.second
       << " noenhanced background rgb '#fafafa' font 'sans,14'\nset output '" << drawn << "'\n"
       << script << "unset output\n";
  write_text(folder.path() / script_name, text.str());
  const ProgramEnd end = run_program({"gnuplot", script_name}, folder.path(), {.seconds = kTimeLimit});
  if (end.status == kNoProgram) return kNoGnuplot;
  if (end.status != 0) return "no figures: " + failure_text("gnuplot", end);
  write_file(picture, read_file(folder.path() / drawn));
  return "";
} catch (const Error& error) {
  return std::string("no figures: ") + error.what();
}

}  // namespace latentwalk
