#pragma once

#include "trainer/objectives/objective.hpp"

/// The objective of each type, one file each.
namespace latentwalk {

std::unique_ptr<Objective> make(const GanObjective& config, const ModelSpec& model);
std::unique_ptr<Objective> make(const InfoGanObjective& config, const ModelSpec& model);
std::unique_ptr<Objective> make(const VaeObjective& config, const ModelSpec& model);
std::unique_ptr<Objective> make(const InfoVaeObjective& config, const ModelSpec& model);

}  // namespace latentwalk
