#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace latentwalk {

/// A warning where fewer than six digits have at least 2 % of the samples of an epoch, from the third epoch on.
/// `modes`: the number of digits that have; `epoch` counts from 1.
std::optional<std::string> collapse_warning(int modes, std::int64_t epoch);

}  // namespace latentwalk
