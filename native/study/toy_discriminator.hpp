#pragma once

#include <cstdint>
#include <vector>

#include "latentwalk/json.hpp"
#include "study/plan/toy.hpp"

namespace latentwalk {

/// Trains a discriminator, a network 1-32-32-1 with tanh, on fresh samples of both for `steps` steps of 1,000 each.
/// Returns its logits at the grid's points.
std::vector<double> train_toy_discriminator(const ToyCase& toy, const ToyGrid& grid, std::int64_t steps,
                                            std::int64_t seed);

/// Both side by side: {"kl" (null: infinite), "jsd", "value": -log 4 + 2 JSD, "trained_value": V of the trained D by
/// integration, "trained_jsd": (V + log 4) / 2, "discriminator_error": mean |D - D⋆| under (p + q) / 2, "curve": x, p,
/// q, D and D⋆ (null where p + q = 0) at some sixty points}.
Json measure_toy(const ToyCase& toy, std::int64_t steps, std::int64_t seed);

}  // namespace latentwalk
