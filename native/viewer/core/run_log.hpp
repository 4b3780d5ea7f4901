#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latentwalk::viewer {

/// A curve: y over x, x growing.
struct Series {
  std::string name;
  std::vector<double> x, y;
};

/// What the trainer warned of after an epoch.
struct RunWarning {
  double epoch = 0.0;
  std::string text;
};

/// A run's log.jsonl as curves. One JSON object a line; every number in it is a point of the curve of its key over
/// "step"; numbers in an object inside it ("means": {…}) belong to "means.<key>".
class RunLog {
 public:
  explicit RunLog(std::filesystem::path folder = {});

  /// Reads what was added since the last time, or all anew where the file was replaced by a shorter one. True if
  /// there is something new. Throws Error where there is no log.
  bool refresh();
  /// Takes whole lines; an unfinished last one waits for its rest.
  void add(std::string_view text);

  const std::filesystem::path& folder() const { return folder_; }
  const std::vector<Series>& series() const { return series_; }
  const std::vector<RunWarning>& warnings() const { return warnings_; }
  std::size_t lines() const { return lines_; }
  /// Lines that are not what a log's line is; they are left out.
  std::size_t bad_lines() const { return bad_lines_; }

 private:
  void add_line(std::string_view line);
  void add_point(const std::string& name, double x, double y);

  std::filesystem::path folder_;
  std::uint64_t read_ = 0;
  std::string rest_;
  std::vector<Series> series_;
  std::vector<RunWarning> warnings_;
  std::size_t lines_ = 0, bad_lines_ = 0;
};

/// Where Series.x is what a person reads: "step".
inline constexpr const char* kRunAxis = "step";

/// A curve without its noise: each point is the mean of those up to it, in which every earlier one counts `weight`
/// times as much as the next, 0 to below 1.
Series smoothed(const Series& series, double weight);

}  // namespace latentwalk::viewer
