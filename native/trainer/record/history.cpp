#include "trainer/record/history.hpp"

#include <cstdio>
#include <cstdlib>
#include <map>

#include "latentwalk/error.hpp"
#include "latentwalk/json.hpp"
#include "support/files.hpp"
#include "trainer/record/run_records.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

Json read_json(const fs::path& path) { return parse_json(read_text(path), path.string()); }

/// Four significant digits are enough for a curve.
double rounded(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return std::strtod(text, nullptr);
}

/// Columns by name, with one number for each epoch. It is null where the epoch has none.
class Series {
 public:
  void add(const std::string& name, double value) {
    std::vector<Json>& values = columns_[name];
    values.resize(count_);  // null in the earlier epochs
    values.push_back(rounded(value));
  }
  void end_row() {
    ++count_;
    for (auto& [name, values] : columns_) values.resize(count_);
  }
  Json json() const { return columns_; }

 private:
  std::map<std::string, std::vector<Json>> columns_;
  std::size_t count_ = 0;
};

}  // namespace

fs::path write_history(const fs::path& run, const std::string& note, const fs::path& out) {
  Json history = read_json(run / "epochs.json");
  const fs::path picture = run / history.at("picture").get<std::string>();
  const Json config = read_json(run / "config.json");
  const std::string name = config.at("name").get<std::string>() + "-" + config.at("preset").get<std::string>();
  Series losses, measures;
  for (const Json& entry : read_log(run / "log.jsonl")) {
    if (!entry.contains("means")) continue;
    losses.add("epoch", entry.at("epoch").get<double>());
    for (const auto& [term, value] : entry["means"].items()) losses.add(term, value.get<double>());
    losses.end_row();
    for (const char* measure : {"modes", "entropy", "confidence", "fcd10k"})
      if (entry.contains(measure)) measures.add(measure, entry[measure].get<double>());
    measures.end_row();
  }
  history["model"] = config["name"];
  history["preset"] = config["preset"];
  if (!note.empty()) history["note"] = note;
  history["picture"] = name + ".png";
  history["losses"] = losses.json();
  history["measures"] = measures.json();
  make_folder(out);
  write_file(out / (name + ".png"), read_file(picture));
  write_text(out / (name + ".json"), history.dump() + "\n");
  return out / (name + ".json");
}

}  // namespace latentwalk
