#pragma once

namespace latentwalk {

/// While an object of this class exists, SIGINT and SIGTERM are recorded, and the training loop stops after the present
/// step. A second SIGINT ends the program at once.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  /// The signal that was received last, or 0.
  static int received();
};

}  // namespace latentwalk
