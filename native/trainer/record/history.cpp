#include "trainer/record/history.hpp"

#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>

#include "latentwalk/error.hpp"
#include "latentwalk/json.hpp"
#include "support/files.hpp"
#include "support/epoch_list.hpp"
#include "trainer/record/run_records.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

/// A word that becomes a part of a file's name.
std::string plain_name(const Json& config, const char* key, const std::string& where) {
  const std::string name = read_string(config, key, where);
  constexpr std::size_t kMaxName = 64;
  if (name.empty() || name.size() > kMaxName || name.front() == '.' ||
      name.find_first_of(std::string("/\\\0", 3)) != std::string::npos)
    fail(where, ": \"", key, "\" must be a plain name of at most ", kMaxName, " bytes");
  return name;
}

/// A number, or null in place of what is not finite.
std::optional<double> number_in(const Json& entry, const char* key) {
  const auto found = entry.find(key);
  return found != entry.end() && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

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
  EpochList list = load_epochs(run);
  Json& history = list.json;
  const std::string where = (run / "config.json").string();
  const Json config = parse_json(read_text(where), where);
  const std::string name = plain_name(config, "name", where) + "-" + plain_name(config, "preset", where);
  Series losses, measures;
  for (const Json& entry : read_log(run / "log.jsonl")) {
    if (!entry.contains("means")) continue;
    losses.add("epoch", read_number(entry, "epoch", 0, 1e15, (run / "log.jsonl").string()));
    for (const auto& [term, value] : entry["means"].items())
      if (const auto mean = number_in(entry["means"], term.c_str())) losses.add(term, *mean);
    losses.end_row();
    for (const char* measure : {"modes", "entropy", "confidence", "fcd10k"})
      if (const auto number = number_in(entry, measure)) measures.add(measure, *number);
    measures.end_row();
  }
  history["model"] = config["name"];
  history["preset"] = config["preset"];
  if (!note.empty()) history["note"] = note;
  history["picture"] = name + ".png";
  history["losses"] = losses.json();
  history["measures"] = measures.json();
  make_folder(out);
  write_file(out / (name + ".png"), list.png);
  write_text(out / (name + ".json"), history.dump() + "\n");
  return out / (name + ".json");
}

}  // namespace latentwalk
