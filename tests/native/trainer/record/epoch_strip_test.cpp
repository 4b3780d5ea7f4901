// The strip of epochs: small, valid after every interruption, and the same however often a run was resumed.
#include "trainer/record/epoch_strip.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>

#include "latentwalk/error.hpp"
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

TEST_CASE("a list of epochs that no run writes is named, and neither read nor continued") {
  const TemporaryFolder folder;
  {
    EpochStrip strip = strip_in(folder.path(), 0);
    for (std::int64_t epoch = 1; epoch <= 3; ++epoch) strip.add(epoch, images(epoch), {});
  }
  const Json sound = json_in(folder.path());
  const std::string picture = sound["picture"].get<std::string>();
  const auto repeated = [](std::int64_t epoch) { return Json(std::vector<std::int64_t>(70, epoch)); };
  const std::vector<std::pair<const char*, Json>> odd{{"epochs", repeated(1)},
                                                      {"epochs", repeated(0)},
                                                      {"epochs", {1, 1, 2}},
                                                      {"epochs", {0, 1, 2}},
                                                      {"epochs", {-1, 1, 2}},
                                                      {"epochs", {3, 2, 1}},
                                                      {"epochs", {1, 2, 9223372036854775807}},
                                                      {"epochs", {1, 2, 1e300}},
                                                      {"epochs", {1, 2, "3"}},
                                                      {"epochs", {1, 2}},
                                                      {"epochs", Json::array()},
                                                      {"epochs", 3},
                                                      {"epochs", nullptr},
                                                      {"every", 0},
                                                      {"every", -4},
                                                      {"every", std::int64_t{1} << 62},
                                                      {"every", "1"},
                                                      {"columns", 0},
                                                      {"columns", 1e18},
                                                      {"width", 1000000000},
                                                      {"height", -2},
                                                      {"picture", "../" + picture},
                                                      {"picture", "/etc/passwd"},
                                                      {"picture", "./" + picture},
                                                      {"picture", folder.path().string() + "/" + picture},
                                                      {"picture", "epochs.json"},
                                                      {"picture", ".."},
                                                      {"picture", ""},
                                                      {"picture", 7}};
  for (const auto& [key, value] : odd) {
    Json json = sound;
    json[key] = value;
    CAPTURE(json.dump());
    write_text(folder.path() / "epochs.json", json.dump());
    CHECK_THROWS_WITH_AS(load_epochs(folder.path()), doctest::Contains("epochs"), Error);
    EpochStrip strip = strip_in(folder.path(), 3);
    CHECK(strip.epochs().empty());
    CHECK(strip.problem().find('\n') == std::string::npos);
    CHECK_FALSE(strip.problem().empty());
  }
  write_text(folder.path() / "epochs.json", sound.dump());
  CHECK(strip_in(folder.path(), 3).problem().empty());
  CHECK(load_epochs(folder.path()).epochs.size() == 3);

  SUBCASE("its picture is a pipe") {
    fs::remove(folder.path() / picture);
    REQUIRE(mkfifo((folder.path() / picture).c_str(), 0600) == 0);
  }
  SUBCASE("its picture is a link to another file") {
    fs::remove(folder.path() / picture);
    fs::create_symlink("/etc/passwd", folder.path() / picture);
  }
  SUBCASE("its list is a pipe") {
    fs::remove(folder.path() / "epochs.json");
    REQUIRE(mkfifo((folder.path() / "epochs.json").c_str(), 0600) == 0);
  }
  CHECK_FALSE(strip_in(folder.path(), 3).problem().empty());
}
