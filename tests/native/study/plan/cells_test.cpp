// Cells, alone and gathered, and the pictures in them.
#include "study/plan/cells.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <vector>

#include "study/plan/base64.hpp"
#include "support/files.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;
using tests::message_of;

TEST_CASE("a cell is found by its inputs, not by its name") {
  const TemporaryFolder folder;
  const CellStore store(folder.path());
  const Cell cell{"model", {{"seed", 1}}}, other{"model", {{"seed", 2}}};
  CHECK_FALSE(store.find(cell));
  store.write(cell, {{"accuracy", 0.5}});
  CHECK(store.find(cell).value() == Json{{"accuracy", 0.5}});
  CHECK_FALSE(store.find(other));
  // The same file name for other inputs, as a checksum might have it.
  std::filesystem::copy(folder.path() / "cells" / (cell.stem() + ".json"),
                        folder.path() / "cells" / (other.stem() + ".json"));
  CHECK_FALSE(store.find(other));
  std::ofstream(folder.path() / "cells" / (cell.stem() + ".json")) << "{\"inputs\":";
  CHECK(message_of([&] { store.find(cell); }).find(cell.stem() + ".json") != std::string::npos);
}

TEST_CASE("gathered cells are one file, sorted, in which each is found, and new ones join them") {
  const TemporaryFolder folder;
  CellStore store(folder.path());
  const Cell first{"b", {{"seed", 1}}}, second{"a", {{"seed", 2}}}, third{"c", {{"seed", 3}}};
  store.write(first, {{"accuracy", 0.5}});
  store.gather();
  store.write(second, {{"accuracy", 0.25}});
  CellStore again(folder.path());
  again.gather();
  CHECK(std::filesystem::is_empty(folder.path() / "cells"));
  const auto bytes = read_file(folder.path() / "cells.jsonl");
  const std::string text(bytes.begin(), bytes.end());
  CHECK(std::count(text.begin(), text.end(), '\n') == 2);
  CHECK(text.find("\"cell\":\"a-") < text.find("\"cell\":\"b-"));
  const CellStore read(folder.path());
  CHECK(read.find(first).value() == Json{{"accuracy", 0.5}});
  CHECK(read.find(second).value() == Json{{"accuracy", 0.25}});
  CHECK_FALSE(read.find(third));
  std::ofstream(folder.path() / "cells.jsonl", std::ios::app) << "{\"cell\":";
  CHECK(message_of([&] { CellStore{folder.path()}; }).find("cells.jsonl, line 3") != std::string::npos);
  write_text(folder.path() / "cells.jsonl", "{\"cell\":\"a\",\"inputs\":{},\"result\":0.25}\n");
  CHECK(message_of([&] { CellStore{folder.path()}; }).find("\"result\" is not an object") != std::string::npos);
}

TEST_CASE("bytes come back from base64, whatever their number") {
  CHECK(base64({1, 2, 3, 4}) == "AQIDBA==");
  for (const std::vector<std::uint8_t>& bytes : std::vector<std::vector<std::uint8_t>>{{1}, {1, 2}, {1, 2, 3}, {}})
    CHECK(from_base64(base64(bytes)) == bytes);
  CHECK(message_of([] { from_base64("?"); }).find("a picture in a cell is not base64") == 0);
}
