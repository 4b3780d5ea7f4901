#include "study/cells.hpp"

#include <cstdio>

#include "support/files.hpp"
#include "trainer/record/crc32c.hpp"

namespace latentwalk {

std::string text_checksum(const std::string& text) {
  char hex[9];
  std::snprintf(hex, sizeof hex, "%08x",
                static_cast<unsigned>(crc32c({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()})));
  return hex;
}

std::string Cell::stem() const { return name + "-" + text_checksum(inputs.dump()); }

std::optional<Json> CellStore::find(const Cell& cell) const {
  if (!std::filesystem::exists(path(cell))) return std::nullopt;
  const std::string where = path(cell).string();
  const auto bytes = read_file(where);
  const Json json = parse_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, where);
  check_keys(json, {"inputs", "result"}, where);
  // A checksum of 32 bits may coincide; the inputs themselves decide.
  if (require(json, "inputs", where) != cell.inputs) return std::nullopt;
  return require(json, "result", where);
}

void CellStore::write(const Cell& cell, const Json& result) const {
  make_folder(folder_ / "cells");
  const std::string text = Json{{"inputs", cell.inputs}, {"result", result}}.dump(1) + "\n";
  write_file(path(cell), {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

}  // namespace latentwalk
