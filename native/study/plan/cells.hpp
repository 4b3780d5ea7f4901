#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "latentwalk/json.hpp"

namespace latentwalk {

/// One thing that a study computes, named by all that its result depends on.
struct Cell {
  std::string name;  // for people: "fc-vae-60000-s1"
  Json inputs;
  /// The name with a checksum of the inputs.
  std::string stem() const;
};

/// The cells of a study's folder. A computed cell is a file of its own, FOLDER/cells/STEM.json with
/// {"inputs": …, "result": …}, so that several processes can write at once. gather() puts all of them into one file,
/// FOLDER/cells.jsonl: one line for each cell, {"cell": STEM, "inputs": …, "result": …}, sorted by STEM.
class CellStore {
 public:
  /// Reads cells.jsonl if it exists. Throws Error where a line is not a cell.
  explicit CellStore(std::filesystem::path folder);

  /// The result, or nothing if no cell with these inputs was computed. Throws Error on a file that is not a cell.
  std::optional<Json> find(const Cell& cell) const;
  void write(const Cell& cell, const Json& result) const;
  /// Moves the single files into cells.jsonl. The caller holds a claim that no other process gathers under.
  void gather();

 private:
  std::filesystem::path path(const Cell& cell) const { return folder_ / "cells" / (cell.stem() + ".json"); }
  std::filesystem::path folder_;
  std::map<std::string, Json> gathered_;  // {"inputs": …, "result": …} by stem
};

/// CRC-32C of the text, eight hexadecimal digits.
std::string text_checksum(const std::string& text);

}  // namespace latentwalk
