#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "latentwalk/json.hpp"
#include "trainer/record/event_file.hpp"
#include "trainer/record/log_file.hpp"

namespace latentwalk {

/// The logs of a run: log.jsonl, and the same numbers for spreadsheets (log.csv) and TensorBoard (tensorboard/). A
/// resumed run makes the last two anew from log.jsonl.
class RunRecords {
 public:
  /// Continues after `step`. `start_time`: second 0 of the log, in seconds since 1970.
  RunRecords(const std::filesystem::path& folder, std::int64_t step, double start_time);

  /// What was wrong with log.jsonl before, or empty.
  const std::string& problem() const { return log_.problem(); }

  /// Writes an entry with "step", "epoch", "seconds" and, for an epoch, "means". Throws Error where a file cannot be
  /// written.
  void write(const Json& entry);

 private:
  void write_csv(const Json& entry);
  void write_event(const Json& entry);

  std::filesystem::path csv_path_;
  double start_time_;
  LogFile log_;
  std::ofstream csv_;
  std::vector<std::string> columns_;  // those of the first entry
  EventFile events_;
};

/// The entries of a log.jsonl (read_entries). Throws Error where a line is none.
std::vector<Json> read_log(const std::filesystem::path& path);

}  // namespace latentwalk
