#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace latentwalk {

struct Progress {
  std::int64_t epoch = 1, epochs = 1;  // the present one, counted from 1
  std::int64_t position = 0, steps_per_epoch = 1;
  double step_seconds = 0.0;  // a recent mean
  double remaining_seconds = 0.0;
  std::vector<std::pair<std::string, double>> terms;
};

/// What a person watches: on a terminal a bar that is redrawn, elsewhere a plain line now and then.
class Console {
 public:
  Console();
  /// `now`: seconds on any clock that only goes forward; decides when to draw.
  void progress(const Progress& progress, double now, bool force = false);
  /// A line of its own.
  void line(const std::string& text);
  void warn(const std::string& text);

 private:
  void clear_bar();

  bool terminal_, bar_drawn_ = false;
  double last_drawn_ = -1e9;
};

/// "42 s", "3:07", "1:02:03"
std::string duration_text(double seconds);

}  // namespace latentwalk
