#include "viewer/panels/panel.hpp"

namespace latentwalk::viewer {

std::vector<std::unique_ptr<Panel>> all_panels(int first_digit, std::optional<std::size_t> right_model) {
  std::vector<std::unique_ptr<Panel>> panels;
  panels.push_back(samples_panel());
  panels.push_back(walk_panel());
  panels.push_back(plane_panel());
  panels.push_back(dimensions_panel());
  panels.push_back(draw_panel(first_digit));
  panels.push_back(compare_panel(right_model));
  panels.push_back(training_panel());
  panels.push_back(information_panel());
  return panels;
}

}  // namespace latentwalk::viewer
