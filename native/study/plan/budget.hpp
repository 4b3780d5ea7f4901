#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "latentwalk/json.hpp"

namespace latentwalk {

/// How long a model trains: `passes` over `pass_steps` batches. A subset smaller than a pass is repeated within it, so
/// that 100 digits and 60,000 can be given the same number of steps.
struct Budget {
  std::int64_t passes = 1, pass_steps = 1, batch_size = 128;
  std::int64_t steps() const { return passes * pass_steps; }
};

/// About `steps` steps on `digits` digits; each pass has every digit at least once, where there are steps enough.
Budget make_budget(std::int64_t steps, std::int64_t batch_size, std::size_t digits);

/// The `epochs` of configs/NAME.json.
std::int64_t own_epochs(const std::string& name);

/// configs/NAME.json, resolved for this budget and seed. `patch` is applied after the preset.
Json study_config(const std::string& name, const Budget& budget, std::int64_t seed, const std::string& preset = "best",
                  const Json& patch = Json::object());

}  // namespace latentwalk
