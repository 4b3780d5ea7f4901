#pragma once

#include <filesystem>

namespace latentwalk {

/// Holds a run's folder for this process: two trainers in one folder would undo each other's work. The system lets go
/// of it when the process ends, however it ends.
class RunLock {
 public:
  /// Throws Error where another process holds it.
  explicit RunLock(const std::filesystem::path& folder);
  ~RunLock();
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace latentwalk
