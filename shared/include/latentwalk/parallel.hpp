#pragma once

#include <cstddef>
#include <functional>

namespace latentwalk {

/// The number of cores that this process may use; 1 in wasm, where a module has one thread.
std::size_t available_threads();

/// Runs task(0) … task(count - 1), each once, on up to `threads` threads including the calling one. If a task throws,
/// rethrows the first exception after all running tasks have ended. With several threads the other tasks still run.
void parallel_for(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& task);

}  // namespace latentwalk
