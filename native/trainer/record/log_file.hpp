#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>

#include "latentwalk/json.hpp"

namespace latentwalk {

/// log.jsonl: one JSON object on each line, each with a "step".
class LogFile {
 public:
  /// Opens the file to append to it. First removes lines after `step`, which a resumed run writes again, and a last
  /// line that is incomplete after a power cut. Throws Error where it cannot be written.
  LogFile(const std::filesystem::path& path, std::int64_t step);
  /// Appends a line. Throws Error where it cannot be written.
  void write(const Json& entry);

 private:
  std::filesystem::path path_;
  std::ofstream file_;
};

}  // namespace latentwalk
