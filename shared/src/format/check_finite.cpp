#include "format/check_finite.hpp"

#include <algorithm>
#include <cmath>

#include "format/no_fast_math.hpp"

namespace latentwalk {

std::size_t first_not_finite(const float* values, std::size_t count) {
  const float* const end = values + count;
  return static_cast<std::size_t>(std::find_if_not(values, end, [](float x) { return std::isfinite(x); }) - values);
}

}  // namespace latentwalk
