#include "viewer/core/run_log.hpp"

#include <algorithm>
#include <cmath>

#include "latentwalk/error.hpp"
#include "latentwalk/json.hpp"
#include "support/files.hpp"

namespace latentwalk::viewer {
namespace {

// Far above those of real runs, so that a wrong file does not fill the memory or the time of a frame.
constexpr std::uint64_t kMaxLog = std::uint64_t{1} << 30;  // bytes
constexpr std::size_t kMaxSeries = 256;

}  // namespace

RunLog::RunLog(std::filesystem::path folder) : folder_(std::move(folder)) {}

bool RunLog::refresh() {
  const std::filesystem::path path = folder_ / "log.jsonl";
  if (std::error_code ignored; !std::filesystem::exists(path, ignored))
    fail(path.string(), ": there is no log here; give the folder that latentwalk-train --out wrote to");
  InputFile file(path);
  file.check_size(kMaxLog);
  const std::uint64_t size = file.size();
  if (size == read_) return false;
  if (size < read_) *this = RunLog(folder_);  // a new run, or one resumed from an earlier step
  file.skip_to(read_);
  std::vector<std::uint8_t> bytes;
  file.append_to(bytes, static_cast<std::size_t>(size - read_));
  read_ += bytes.size();
  add(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  return true;
}

void RunLog::add(std::string_view text) {
  rest_ += text;
  std::size_t start = 0;
  for (std::size_t end = rest_.find('\n'); end != std::string::npos; end = rest_.find('\n', start)) {
    if (end > start) add_line(std::string_view(rest_).substr(start, end - start));
    start = end + 1;
  }
  rest_.erase(0, start);
}

void RunLog::add_line(std::string_view line) {
  try {
    const Json entry = parse_json(line, "log.jsonl");
    const double x = read_number(entry, "step", 0, 1e15, "log.jsonl");
    constexpr std::size_t kMaxWarnings = 100;
    if (entry.contains("warning") && entry["warning"].is_string() && warnings_.size() < kMaxWarnings)
      warnings_.push_back({entry.contains("epoch") && entry["epoch"].is_number() ? entry["epoch"].get<double>() : 0.0,
                           entry["warning"].get<std::string>()});
    for (const auto& [key, value] : entry.items()) {
      if (key == "step") continue;
      if (value.is_number()) add_point(key, x, value.get<double>());
      if (!value.is_object()) continue;
      for (const auto& [inner, number] : value.items())
        if (number.is_number()) add_point(key + "." + inner, x, number.get<double>());
    }
    ++lines_;
  } catch (const Error&) {
    ++bad_lines_;
  }
}

void RunLog::add_point(const std::string& name, double x, double y) {
  auto found = std::find_if(series_.begin(), series_.end(), [&](const Series& series) { return series.name == name; });
  if (found == series_.end() && series_.size() == kMaxSeries) return;
  if (found == series_.end()) found = series_.insert(series_.end(), Series{name, {}, {}});
  if (!std::isfinite(y)) return;
  if (!found->x.empty() && found->x.back() == x) {  // an epoch's line repeats its last step
    found->y.back() = y;
    return;
  }
  if (!found->x.empty() && found->x.back() > x) return;  // never back in time
  found->x.push_back(x);
  found->y.push_back(y);
}

Series smoothed(const Series& series, double weight) {
  Series result = series;
  double sum = 0.0, weights = 0.0;
  for (double& y : result.y) {
    sum = weight * sum + y;
    weights = weight * weights + 1.0;
    y = sum / weights;
  }
  return result;
}

}  // namespace latentwalk::viewer
