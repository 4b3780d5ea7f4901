#pragma once

#include <cstddef>

#include "latentwalk/error.hpp"
#include "latentwalk/tensor.hpp"

namespace latentwalk {

/// The index of the first value that is infinite or NaN, `count` if there is none.
std::size_t first_not_finite(const float* values, std::size_t count);

/// Throws Error, whose message begins with `what`, if one of the values is infinite or NaN.
template <class... What>
void check_finite(const float* values, std::size_t count, const What&... what) {
  const std::size_t i = first_not_finite(values, count);
  if (i != count) fail(what..., ": element ", i, " is not a finite number (", values[i], ")");
}

/// The same for a tensor.
template <class... What>
void check_finite(const Tensor& tensor, const What&... what) {
  check_finite(tensor.data(), tensor.size(), what...);
}

}  // namespace latentwalk
