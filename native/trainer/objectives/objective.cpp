#include "trainer/objectives/objective.hpp"

#include "trainer/objectives/objectives.hpp"

namespace latentwalk {

std::unique_ptr<Objective> make_objective(const ObjectiveConfig& config, const ModelSpec& model) {
  return std::visit([&](const auto& objective) { return make(objective, model); }, config);
}

}  // namespace latentwalk
