#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace latentwalk {

struct Progress {
  std::int64_t epoch = 1, epochs = 1;  // epoch: the present one, from 1
  std::int64_t position = 0, steps_per_epoch = 1;
  double step_seconds = 0.0;  // a mean of recent steps
  double remaining_seconds = 0.0;
  std::vector<std::pair<std::string, double>> terms;
};

/// The output of a training: on a terminal a progress bar, elsewhere a line every 30 seconds.
class Console {
 public:
  /// `program` starts the warnings.
  explicit Console(std::string program);
  /// Shows the progress unless it did so a moment ago: 0.1 s on a terminal, 30 s elsewhere. `now`: seconds on a clock
  /// that never goes back.
  void progress(const Progress& progress, double now);
  /// Prints a line to standard output.
  void line(const std::string& text);
  /// Prints a warning to standard error.
  void warn(const std::string& text);

 private:
  void clear_bar();

  std::string program_;
  bool terminal_, bar_drawn_ = false;
  double last_drawn_ = -1e9;
};

/// "42 s", "3:07", "1:02:03"
std::string duration_text(double seconds);

}  // namespace latentwalk
