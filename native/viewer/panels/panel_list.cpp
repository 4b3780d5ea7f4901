#include "viewer/panels/panel.hpp"

namespace latentwalk::viewer {

std::vector<std::unique_ptr<Panel>> all_panels(int first_digit) {
  std::vector<std::unique_ptr<Panel>> panels;
  panels.push_back(sample_panel());
  panels.push_back(walk_panel());
  panels.push_back(map_panel());
  panels.push_back(dimensions_panel());
  panels.push_back(draw_panel(first_digit));
  panels.push_back(inside_panel());
  panels.push_back(learn_panel());
  panels.push_back(compare_panel());
  panels.push_back(training_panel());
  panels.push_back(arithmetic_panel());
  panels.push_back(information_panel());
  return panels;
}

}  // namespace latentwalk::viewer
