// Training logs as curves.
#include "viewer/core/run_log.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>

#include "latentwalk/error.hpp"
#include "latentwalk/json.hpp"
#include "support/files.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using tests::message_of;

TEST_CASE("a training log becomes a curve for each number, as it grows") {
  const TemporaryFolder folder;
  CHECK(message_of([&] { RunLog(folder.path()).refresh(); }).find("log.jsonl") != std::string::npos);
  const std::filesystem::path path = folder.path() / "log.jsonl";
  write_text(path, "{\"step\": 50, \"loss\": 2.5, \"note\": \"x\"}\n{\"step\": 100, \"loss\": 1.5}\n{\"step\": 1");
  RunLog log(folder.path());
  CHECK(log.refresh());
  REQUIRE(log.series().size() == 1);
  CHECK(log.series()[0].name == "loss");
  CHECK(log.series()[0].x == std::vector<double>{50, 100});
  CHECK_FALSE(log.refresh());
  std::ofstream(path, std::ios::app) << "50, \"loss\": 1.25, \"means\": {\"loss\": 1.75}}\nnot JSON\n";
  CHECK(log.refresh());
  CHECK(log.series()[0].y == std::vector<double>{2.5, 1.5, 1.25});
  CHECK(log.series()[1].name == "means.loss");
  CHECK(log.bad_lines() == 1);
  write_text(path, "{\"step\": 7, \"d\": 1}\n");  // a new run in the same place
  CHECK(log.refresh());
  REQUIRE(log.series().size() == 1);
  CHECK(log.series()[0].name == "d");
  CHECK(log.series()[0].x.front() == 7);
}

TEST_CASE("a log that is a pipe is refused and not waited for, and curves beyond 256 are left out") {
  const TemporaryFolder folder;
  REQUIRE(mkfifo((folder.path() / "log.jsonl").c_str(), 0600) == 0);
  RunLog log(folder.path());
  CHECK_THROWS_WITH_AS(log.refresh(), doctest::Contains("expected a file, found a pipe"), Error);
  Json line{{"step", 1}};
  for (int i = 0; i < 1000; ++i) line["term " + std::to_string(i)] = i;
  log.add(line.dump() + "\n");
  CHECK(log.series().size() == 256);
}

TEST_CASE("warnings of the trainer are kept with their epoch, and a smoothed curve of a constant is that constant") {
  RunLog log;
  log.add("{\"step\": 9, \"epoch\": 3, \"means\": {}, \"warning\": \"only 4 digits\"}\n");
  log.add("{\"step\": 10, \"warning\": 7}\n");
  REQUIRE(log.warnings().size() == 1);
  CHECK(log.warnings()[0].epoch == 3);
  CHECK(log.warnings()[0].text == "only 4 digits");
  const Series flat = smoothed({"a", {1, 2, 3}, {5, 5, 5}}, 0.9);
  for (const double y : flat.y) CHECK(y == doctest::Approx(5.0));
  CHECK(smoothed({"a", {1, 2}, {0, 3}}, 0.5).y[1] == doctest::Approx(2.0));
  CHECK(smoothed({"a", {1, 2}, {0, 3}}, 0.0).y[1] == 3.0);
}
