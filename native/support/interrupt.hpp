#pragma once

namespace latentwalk {

/// While an object of this class exists, SIGINT and SIGTERM are recorded, and the training loop stops after the present
/// step. A second SIGINT, or SIGTERM again after 10 s, ends the program at once.
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
