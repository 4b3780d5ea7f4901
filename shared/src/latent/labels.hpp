#pragma once

#include <cstdint>
#include <span>

#include "latentwalk/error.hpp"

namespace latentwalk {

/// Throws Error if a label is not in [0, class_count).
inline void require_labels(std::span<const std::int32_t> labels, std::size_t class_count) {
  for (const std::int32_t label : labels)
    if (label < 0 || static_cast<std::size_t>(label) >= class_count)
      fail("class label ", label, " is out of range, expected one of 0 to ",
           static_cast<std::int64_t>(class_count) - 1);
}

}  // namespace latentwalk
