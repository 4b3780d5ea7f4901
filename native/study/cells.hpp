#pragma once

#include <filesystem>
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

/// FOLDER/cells: a small JSON file a cell, {"inputs": …, "result": …}, written all at once.
class CellStore {
 public:
  explicit CellStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// The result, where this very cell has been computed. Throws Error on a file that is no cell.
  std::optional<Json> find(const Cell& cell) const;
  void write(const Cell& cell, const Json& result) const;

 private:
  std::filesystem::path path(const Cell& cell) const { return folder_ / "cells" / (cell.stem() + ".json"); }
  std::filesystem::path folder_;
};

/// CRC-32C of the text, eight hexadecimal digits.
std::string text_checksum(const std::string& text);

}  // namespace latentwalk
