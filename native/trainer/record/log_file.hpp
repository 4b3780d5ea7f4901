#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>

#include "latentwalk/json.hpp"

namespace latentwalk {

/// log.jsonl: one JSON object a line, each with its "step".
class LogFile {
 public:
  /// Opens for appending; lines past `step`, which a resumed run will write again, are dropped first, and so is a
  /// last line cut short by a power cut.
  LogFile(const std::filesystem::path& path, std::int64_t step);
  /// Throws Error where the line cannot be written.
  void write(const Json& entry);

 private:
  std::filesystem::path path_;
  std::ofstream file_;
};

}  // namespace latentwalk
