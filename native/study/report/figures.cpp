#include "study/report/figures.hpp"

#include <iomanip>
#include <sstream>

#include "trainer/record/gnuplot.hpp"

namespace latentwalk {
namespace {

constexpr const char* kLines[kCurveLooks] = {
    "linewidth 2 linecolor rgb '#212529' dashtype 1",      "linewidth 2 linecolor rgb '#868e96' dashtype (12,4,3,4)",
    "linewidth 2 linecolor rgb '#d9480f' dashtype 1",      "linewidth 2 linecolor rgb '#d9480f' dashtype (3,4)",
    "linewidth 2 linecolor rgb '#1864ab' dashtype (12,6)",
};
constexpr const char* kMarks[kCurveLooks] = {" pointtype 7 pointsize 0.8", " pointtype 5 pointsize 0.8",
                                             " pointtype 9 pointsize 0.9", " pointtype 11 pointsize 0.9",
                                             " pointtype 13 pointsize 0.9"};

}  // namespace

std::string chart_script(const Chart& chart) {
  std::ostringstream data, plot;
  data << std::setprecision(8) << kFigureStyle << "set label 1 \"" << chart.title
       << "\" at graph 0, screen 0.95 left textcolor rgb '#212529'\n"
       << "set xlabel \"" << chart.x_label << "\" textcolor rgb '#212529'\nset ylabel \"" << chart.y_label
       << "\" textcolor rgb '#212529'\n"
       << chart.settings;
  for (std::size_t i = 0; i < chart.curves.size(); ++i) {
    const Curve& curve = chart.curves[i];
    bool errors = false;
    data << "$curve" << i << " << EOD\n";
    for (std::size_t n = 0; n < curve.x.size(); ++n) {
      const double error = n < curve.error.size() ? curve.error[n] : 0.0;
      errors = errors || error > 0;
      data << curve.x[n] << " " << curve.y[n] << " " << error << "\n";
    }
    data << "EOD\n";
    plot << (i == 0 ? "plot " : ", ") << "$curve" << i
         << (errors             ? curve.only_marks ? " using 1:2:3 with yerrorbars " : " using 1:2:3 with yerrorlines "
             : curve.only_marks ? " using 1:2 with points "
             : curve.marks      ? " using 1:2 with linespoints "
                                : " using 1:2 with lines ")
         << kLines[curve.look] << (curve.marks ? kMarks[curve.look] : "") << " title \"" << curve.label << "\"";
  }
  return data.str() + plot.str() + "\n";
}

}  // namespace latentwalk
