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

/// What a run writes down as it goes, in its folder: log.jsonl, and the same numbers for spreadsheets (log.csv) and for
/// TensorBoard (tensorboard/). The last two are made anew from the first when a run is resumed.
class RunRecords {
 public:
  /// Goes on after `step`. `start_time`: seconds since 1970 at which second 0 of the log was, or would have been.
  RunRecords(const std::filesystem::path& folder, std::int64_t step, double start_time);

  /// An entry has "step", "epoch" and "seconds"; the means of an epoch are under "means". Throws Error where it cannot
  /// be written.
  void write(const Json& entry);

 private:
  void write_csv(const Json& entry);
  void write_event(const Json& entry);

  std::filesystem::path csv_path_;
  double start_time_;
  LogFile log_;
  std::ofstream csv_;
  std::vector<std::string> columns_;  // known from the first line on
  EventFile events_;
};

/// The entries of a log.jsonl; a line that is no JSON object with a step is left out. Throws Error where there is none.
std::vector<Json> read_log(const std::filesystem::path& path);

}  // namespace latentwalk
