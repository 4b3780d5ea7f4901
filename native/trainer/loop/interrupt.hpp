#pragma once

namespace latentwalk {

/// SIGINT and SIGTERM ask the loop to stop after the present step; a second SIGINT ends the program at once.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  /// The signal that was received, or 0.
  static int received();
};

}  // namespace latentwalk
