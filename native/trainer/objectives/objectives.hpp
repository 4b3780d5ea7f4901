#pragma once

#include "trainer/objectives/objective.hpp"

/// The objectives. Each is in a source file of its own.
namespace latentwalk {

std::unique_ptr<Objective> make(const GanObjective& config, const ModelSpec& model);
std::unique_ptr<Objective> make(const InfoGanObjective& config, const ModelSpec& model);
std::unique_ptr<Objective> make(const VaeObjective& config, const ModelSpec& model);
std::unique_ptr<Objective> make(const InfoVaeObjective& config, const ModelSpec& model);

}  // namespace latentwalk
