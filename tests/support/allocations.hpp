#pragma once

#include <atomic>

/// What operator new has given out in this program (allocations.cpp), for tests about memory.
namespace latentwalk::tests {

extern std::atomic<long> g_allocations, g_live, g_live_bytes, g_peak_bytes;

/// The most bytes that were live at once while `action` ran, beyond those live before it.
template <class Action>
long peak_bytes(Action action) {
  const long before = g_live_bytes;
  g_peak_bytes = before;
  action();
  return g_peak_bytes - before;
}

}  // namespace latentwalk::tests
