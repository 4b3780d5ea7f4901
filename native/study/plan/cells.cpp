#include "study/plan/cells.hpp"

#include <cstdio>
#include <sstream>
#include <vector>

#include "latentwalk/error.hpp"
#include "support/files.hpp"
#include "trainer/record/crc32c.hpp"

namespace latentwalk {

std::string text_checksum(const std::string& text) {
  char hex[9];
  std::snprintf(hex, sizeof hex, "%08x",
                static_cast<unsigned>(crc32c({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()})));
  return hex;
}

namespace {

Json read_cell(const std::filesystem::path& path) {
  const auto bytes = read_file(path);
  Json json = parse_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, path.string());
  check_keys(json, {"inputs", "result"}, path.string());
  for (const char* key : {"inputs", "result"})
    if (!require(json, key, path.string()).is_object()) fail(path.string(), ": \"", key, "\" is not an object");
  return json;
}

}  // namespace

std::string Cell::stem() const { return name + "-" + text_checksum(inputs.dump()); }

CellStore::CellStore(std::filesystem::path folder) : folder_(std::move(folder)) {
  const std::filesystem::path file = folder_ / "cells.jsonl";
  if (!std::filesystem::exists(file)) return;
  const auto bytes = read_file(file);
  std::istringstream lines(std::string(bytes.begin(), bytes.end()));
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    const std::string where = file.string() + ", line " + std::to_string(++number);
    Json cell = parse_json(line, where);
    check_keys(cell, {"cell", "inputs", "result"}, where);
    const std::string stem = read_string(cell, "cell", where);
    for (const char* key : {"inputs", "result"}) {
      if (!require(cell, key, where).is_object()) fail(where, ": \"", key, "\" is not an object");
      gathered_[stem][key] = cell[key];
    }
  }
}

std::optional<Json> CellStore::find(const Cell& cell) const {
  const auto gathered = gathered_.find(cell.stem());
  const bool alone = std::filesystem::exists(path(cell));
  if (!alone && gathered == gathered_.end()) return std::nullopt;
  const Json json = alone ? read_cell(path(cell)) : gathered->second;
  // A checksum of 32 bits may coincide; the inputs themselves decide.
  if (json["inputs"] != cell.inputs) return std::nullopt;
  return json["result"];
}

void CellStore::write(const Cell& cell, const Json& result) const {
  make_folder(folder_ / "cells");
  const std::string text = Json{{"inputs", cell.inputs}, {"result", result}}.dump(1) + "\n";
  write_file(path(cell), {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

void CellStore::gather() {
  *this = CellStore(folder_);  // another process may have gathered since
  std::vector<std::filesystem::path> singles;
  if (std::filesystem::is_directory(folder_ / "cells")) {
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / "cells")) {
      if (entry.path().extension() == ".json") singles.push_back(entry.path());
    }
  }
  for (const auto& single : singles) gathered_[single.stem().string()] = read_cell(single);
  std::string text;
  for (const auto& [stem, cell] : gathered_) {
    Json line = cell;
    line["cell"] = stem;
    text += line.dump() + "\n";
  }
  write_text(folder_ / "cells.jsonl", text);
  // What another process has written meanwhile stays.
  for (const auto& single : singles) std::filesystem::remove(single);
}

}  // namespace latentwalk
