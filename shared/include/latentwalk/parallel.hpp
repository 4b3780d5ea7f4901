#pragma once

#include <cstddef>
#include <functional>

namespace latentwalk {

/// Cores that this process may use; 1 in wasm, where a module has one thread.
std::size_t available_threads();

/// Runs task(0) … task(count - 1), each once, on up to `threads` threads, the calling one among them. An exception is
/// thrown again when all that was begun has ended; with several threads, the other tasks are run all the same.
void parallel_for(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& task);

}  // namespace latentwalk
