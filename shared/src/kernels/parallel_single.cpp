// parallel_for without threads, for wasm: the page runs several workers instead, so it needs no COOP and COEP headers.
#include "latentwalk/parallel.hpp"

namespace latentwalk {

std::size_t available_threads() { return 1; }

void parallel_for(std::size_t count, std::size_t, const std::function<void(std::size_t)>& task) {
  for (std::size_t i = 0; i < count; ++i) task(i);
}

}  // namespace latentwalk
