#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace latentwalk {

/// A sentence where fewer than six digits have at least 2 % of an epoch's samples, from the third epoch on.
std::optional<std::string> collapse_warning(int modes, std::int64_t epoch);

}  // namespace latentwalk
