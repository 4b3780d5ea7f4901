// Axes of the curves.
#include "viewer/gui/plot.hpp"

#include "tests/native/viewer/driver.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace latentwalk::viewer::tests;

TEST_CASE("ticks are round numbers inside the range and their texts short") {
  CHECK(plot_ticks(0, 10, 5) == std::vector<double>{0, 2, 4, 6, 8, 10});
  CHECK(plot_ticks(0.13, 0.31, 4).size() == 4);
  CHECK(plot_ticks(5, 5, 4).empty());
  CHECK(plot_tick_text(12000, 2000) == "12k");
  CHECK(plot_tick_text(0.25, 0.05) == "0.25");
  CHECK(plot_tick_text(-1, 1) == "\u22121");
  PlotView view;
  view.zoom(2);
  CHECK(view.x_low == 0.25);
  CHECK(view.x_high == 0.75);
  CHECK_FALSE(view.fitted);
  view.pan(1, 0);
  CHECK(view.x_low == 0.75);
}
