// Counted where it cannot hide, in operator new. Exceptions take their memory elsewhere; their text is counted.
#include "tests/support/allocations.hpp"

#include <malloc.h>

#include <cstdlib>
#include <new>

namespace latentwalk::tests {

std::atomic<long> g_allocations{0}, g_live{0}, g_live_bytes{0}, g_peak_bytes{0};

}  // namespace latentwalk::tests

using namespace latentwalk::tests;

void* operator new(std::size_t size) {
  void* memory = std::malloc(size > 0 ? size : 1);
  if (!memory) throw std::bad_alloc();
  ++g_allocations;
  ++g_live;
  const long live = g_live_bytes += static_cast<long>(malloc_usable_size(memory));
  long peak = g_peak_bytes;
  while (live > peak && !g_peak_bytes.compare_exchange_weak(peak, live)) {
  }
  return memory;
}
void operator delete(void* memory) noexcept {
  if (memory) {
    --g_live;
    g_live_bytes -= static_cast<long>(malloc_usable_size(memory));
  }
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }
