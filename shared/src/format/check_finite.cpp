#include "format/check_finite.hpp"

#include <algorithm>
#include <cmath>

#include "format/no_fast_math.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {

std::size_t first_not_finite(const float* values, std::size_t count) {
  const float* const end = values + count;
  return static_cast<std::size_t>(std::find_if_not(values, end, [](float x) { return std::isfinite(x); }) - values);
}

void check_finite(const float* values, std::size_t count, std::string_view what) {
  const std::size_t i = first_not_finite(values, count);
  if (i != count) fail(what, ": element ", i, " is not a finite number (", values[i], ")");
}

}  // namespace latentwalk
