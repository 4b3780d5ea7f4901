#include "trainer/record/gnuplot.hpp"

#include <sstream>

#include "latentwalk/error.hpp"
#include "support/files.hpp"
#include "support/process.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

constexpr int kNoProgram = 127;

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

bool draw_with_gnuplot(const std::string& script, const fs::path& picture, std::pair<int, int> size) {
  const TemporaryFolder folder;
  const bool svg = picture.extension() == ".svg";
  const fs::path drawn = folder.path() / (svg ? "picture.svg" : "picture.png"),
                 script_path = folder.path() / "script.gp";
  std::ostringstream text;
  text << "set terminal " << (svg ? "svg" : "pngcairo") << " size " << size.first << "," << size.second
       << " noenhanced background rgb '#fafafa' font 'sans,14'\nset output " << gnuplot_quoted(drawn) << "\n"
       << script << "unset output\n";
  write_text(script_path, text.str());
  const int status = run_program({"gnuplot", script_path.string()}, folder.path(), /*show_errors=*/true);
  if (status == kNoProgram) return false;
  if (status != 0) fail("gnuplot could not draw ", picture.string(), " (exit status ", status, ")");
  write_file(picture, read_file(drawn));
  return true;
}

}  // namespace latentwalk
