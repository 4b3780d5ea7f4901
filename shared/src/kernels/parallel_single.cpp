// parallel_for where there are no threads (wasm without COOP and COEP headers): the page runs several workers instead.
#include "latentwalk/parallel.hpp"

namespace latentwalk {

std::size_t available_threads() { return 1; }

void parallel_for(std::size_t count, std::size_t, const std::function<void(std::size_t)>& task) {
  for (std::size_t i = 0; i < count; ++i) task(i);
}

}  // namespace latentwalk
