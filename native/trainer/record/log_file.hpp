#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "latentwalk/json.hpp"

namespace latentwalk {

/// The entries of a log.jsonl: objects with a whole "step" that never falls, numbers, and objects of numbers ("means").
/// A last line without an end, as after a power cut, is no entry. Calls `problem` with a sentence for each other line
/// that is no entry either. Throws Error where there is no file.
std::vector<Json> read_entries(const std::filesystem::path& path,
                               const std::function<void(const std::string&)>& problem);

/// log.jsonl: one JSON object on each line, each with a "step".
class LogFile {
 public:
  /// Opens the file to append to it. First removes lines after `step`, which a resumed run writes again, and lines that
  /// are no entries. Throws Error where it cannot be read or written.
  LogFile(const std::filesystem::path& path, std::int64_t step);
  /// What was wrong with lines that were removed, in a sentence, or empty.
  const std::string& problem() const { return problem_; }
  /// Appends a line. Throws Error where it cannot be written.
  void write(const Json& entry);

 private:
  std::filesystem::path path_;
  std::ofstream file_;
  std::string problem_;
};

}  // namespace latentwalk
