#pragma once

#include <filesystem>

#include "support/files.hpp"

namespace latentwalk {

/// Locks the folder of a run, because two trainers in one folder would overwrite each other's files. The system
/// releases the lock when the process ends, even after a crash.
class RunLock {
 public:
  /// Throws Error where another process holds the lock. Does nothing on file systems
  /// without locks.
  explicit RunLock(const std::filesystem::path& folder);

 private:
  Descriptor folder_, file_;
};

}  // namespace latentwalk
