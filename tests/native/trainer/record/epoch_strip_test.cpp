// The strip of epochs: small, valid after every interruption, and the same however often a run was resumed.
#include "trainer/record/epoch_strip.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "support/files.hpp"

using namespace latentwalk;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kColumns = 3, kWidth = 4, kHeight = 2;

/// All pixels of an epoch's row have the same value, and each epoch has another one.
Tensor images(std::int64_t epoch) {
  Tensor tensor = zeros({kColumns, kHeight, kWidth});
  tensor.fill(static_cast<float>(epoch % 50) / 50.0F);
  return tensor;
}

EpochStrip strip_in(const fs::path& folder, std::int64_t last) { return {folder, last, kColumns, kWidth, kHeight}; }

Json json_in(const fs::path& folder) {
  const auto bytes = read_file(folder / "epochs.json");
  return Json::parse(bytes.begin(), bytes.end());
}

std::vector<fs::path> pictures_in(const fs::path& folder) {
  std::vector<fs::path> pictures;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".png") pictures.push_back(entry.path());
  return pictures;
}

}  // namespace

TEST_CASE("the strip keeps the first and the newest epoch and never more than 64, spread evenly") {
  const TemporaryFolder folder;
  EpochStrip strip = strip_in(folder.path(), 0);
  for (std::int64_t epoch = 1; epoch <= 300; ++epoch) {
    strip.add(epoch, images(epoch), {});
    const auto epochs = strip.epochs();
    REQUIRE(epochs.size() <= EpochStrip::kMaxRows);
    CHECK(epochs.front() == 1);
    CHECK(epochs.back() == epoch);
    CHECK(std::is_sorted(epochs.begin(), epochs.end()));
  }
  // 8 would still be 40 rows: every eighth of 300, and the first and the newest.
  CHECK(strip.epochs()[1] == 8);
  CHECK(strip.epochs()[2] == 16);
  CHECK(json_in(folder.path())["epochs"].get<std::vector<std::int64_t>>() == strip.epochs());
  CHECK(pictures_in(folder.path()).size() == 1);
  CHECK(pictures_in(folder.path())[0].filename().string() == json_in(folder.path())["picture"].get<std::string>());
}

TEST_CASE("a strip taken up at an earlier epoch ends as one that never stopped") {
  const TemporaryFolder whole, parts;
  EpochStrip uninterrupted = strip_in(whole.path(), 0);
  for (std::int64_t epoch = 1; epoch <= 150; ++epoch) uninterrupted.add(epoch, images(epoch), {{"seed", 1}});
  for (const auto& [from, to] : {std::pair{0, 70}, std::pair{66, 129}, std::pair{129, 150}}) {
    EpochStrip strip = strip_in(parts.path(), from);
    for (std::int64_t epoch = from + 1; epoch <= to; ++epoch) strip.add(epoch, images(epoch), {{"seed", 1}});
  }
  CHECK(json_in(parts.path()) == json_in(whole.path()));
  CHECK(read_file(pictures_in(parts.path())[0]) == read_file(pictures_in(whole.path())[0]));
}

TEST_CASE("a damaged strip is begun anew, and does not stop a training") {
  const TemporaryFolder folder;
  {
    EpochStrip strip = strip_in(folder.path(), 0);
    for (std::int64_t epoch = 1; epoch <= 3; ++epoch) strip.add(epoch, images(epoch), {});
  }
  SUBCASE("its picture is gone") { fs::remove(pictures_in(folder.path())[0]); }
  SUBCASE("its picture is cut short") { fs::resize_file(pictures_in(folder.path())[0], 20); }
  SUBCASE("its list is no JSON") { std::ofstream(folder.path() / "epochs.json") << "{"; }
  EpochStrip strip = strip_in(folder.path(), 3);
  CHECK(strip.epochs().empty());
  strip.add(4, images(4), {});
  CHECK(json_in(folder.path())["epochs"] == Json{4});
}
