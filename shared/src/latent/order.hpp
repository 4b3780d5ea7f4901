#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace latentwalk {

/// The indices of values from the smallest to the largest, equal ones in order; at most some hundred values. Insertion
/// sort: std::stable_sort takes kilobytes of WebAssembly for each type.
inline std::vector<std::size_t> ascending_order(std::span<const double> values) {
  std::vector<std::size_t> order;
  for (std::size_t n = 0; n < values.size(); ++n) {
    std::size_t place = n;
    order.push_back(n);
    for (; place > 0 && values[n] < values[order[place - 1]]; --place) order[place] = order[place - 1];
    order[place] = n;
  }
  return order;
}

}  // namespace latentwalk
