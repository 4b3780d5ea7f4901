#include "trainer/record/run_records.hpp"

#include "latentwalk/error.hpp"
#include "support/files.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

fs::path events_path(const fs::path& folder) {
  make_folder(folder / "tensorboard");
  return folder / "tensorboard" / "events.out.tfevents.latentwalk";
}

bool is_epoch(const Json& entry) { return entry.contains("means"); }

}  // namespace

RunRecords::RunRecords(const fs::path& folder, std::int64_t step, double start_time)
    : csv_path_(folder / "log.csv"),
      start_time_(start_time),
      log_(folder / "log.jsonl", step),
      csv_(csv_path_, std::ios::trunc),
      events_(events_path(folder)) {
  for (const Json& entry : read_log(folder / "log.jsonl")) {
    write_csv(entry);
    write_event(entry);
  }
}

void RunRecords::write(const Json& entry) {
  log_.write(entry);
  write_csv(entry);
  write_event(entry);
}

/// Writes steps only. The means of epochs have other columns.
void RunRecords::write_csv(const Json& entry) {
  if (is_epoch(entry)) return;
  if (columns_.empty()) {
    for (const auto& [key, value] : entry.items()) {
      if (!value.is_number()) continue;
      csv_ << (columns_.empty() ? "" : ",") << key;
      columns_.push_back(key);
    }
    csv_ << "\n";
  }
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    csv_ << (i == 0 ? "" : ",");
    if (entry.contains(columns_[i])) csv_ << entry[columns_[i]].dump();
  }
  csv_ << std::endl;
  if (!csv_) fail(csv_path_.string(), ": cannot be written (is the disk full?)");
}

void RunRecords::write_event(const Json& entry) {
  std::vector<std::pair<std::string, double>> scalars;
  const auto add = [&](const std::string& tag, const Json& value) {
    if (value.is_number()) scalars.emplace_back(tag, value.get<double>());
  };
  for (const auto& [key, value] : entry.items()) {
    if (key == "step" || key == "epoch" || key == "seconds") continue;
    add((is_epoch(entry) ? "epoch/" : "step/") + key, value);
    if (!value.is_object()) continue;
    for (const auto& [inner, number] : value.items())
      add("epoch/" + (key == "means" ? inner : key + "." + inner), number);
  }
  events_.add(start_time_ + entry.value("seconds", 0.0), entry.value("step", std::int64_t{0}), scalars);
}

std::vector<Json> read_log(const fs::path& path) {
  return read_entries(path, [](const std::string& problem) { fail(problem); });
}

}  // namespace latentwalk
