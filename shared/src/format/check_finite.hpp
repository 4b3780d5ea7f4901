#pragma once

#include <cstddef>
#include <string_view>

#include "latentwalk/tensor.hpp"

namespace latentwalk {

/// The index of the first value that is infinite or NaN, `count` if there is none.
std::size_t first_not_finite(const float* values, std::size_t count);

/// Throws Error, whose message begins with `what`, if one of the values is infinite or NaN.
void check_finite(const float* values, std::size_t count, std::string_view what);

/// The same for a tensor.
inline void check_finite(const Tensor& tensor, std::string_view what) {
  check_finite(tensor.data(), tensor.size(), what);
}

}  // namespace latentwalk
