// log.jsonl, log.csv and TensorBoard's file hold the same numbers, after a resume too.
#include "trainer/record/run_records.hpp"

#include <doctest/doctest.h>

#include "latentwalk/error.hpp"
#include "support/files.hpp"

using namespace latentwalk;

namespace {

Json step(std::int64_t number, double loss) {
  return {{"step", number}, {"epoch", 0.5}, {"seconds", 1.25}, {"loss", loss}};
}

std::string text_of(const std::filesystem::path& path) {
  const auto bytes = read_file(path);
  return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("a resumed run's records drop what will be written again") {
  const TemporaryFolder folder;
  {
    RunRecords records(folder.path(), 0, 1000.0);
    for (const std::int64_t number : {1, 2, 3}) records.write(step(number, 10.0 / static_cast<double>(number)));
    records.write({{"step", 3}, {"epoch", 1}, {"seconds", 2.0}, {"means", {{"loss", 6.0}}}, {"modes", 7}});
  }
  const auto events = read_file(folder.path() / "tensorboard" / "events.out.tfevents.latentwalk");
  {
    RunRecords records(folder.path(), 2, 1000.0);
    CHECK(read_log(folder.path() / "log.jsonl").size() == 2);
    records.write(step(3, 10.0 / 3.0));
    records.write({{"step", 3}, {"epoch", 1}, {"seconds", 2.0}, {"means", {{"loss", 6.0}}}, {"modes", 7}});
  }
  CHECK(text_of(folder.path() / "log.csv") ==
        "step,epoch,seconds,loss\n1,0.5,1.25,10.0\n2,0.5,1.25,5.0\n3,0.5,1.25,3.3333333333333335\n");
  CHECK(read_file(folder.path() / "tensorboard" / "events.out.tfevents.latentwalk") == events);
  CHECK(read_log(folder.path() / "log.jsonl").back()["modes"] == 7);
}

TEST_CASE("a column that a later line lacks is left empty") {
  const TemporaryFolder folder;
  RunRecords records(folder.path(), 0, 0.0);
  records.write(step(1, 2.0));
  records.write({{"step", 2}, {"epoch", 0.75}, {"other", 5}});
  CHECK(text_of(folder.path() / "log.csv") == "step,epoch,seconds,loss\n1,0.5,1.25,2.0\n2,0.75,,\n");
}

TEST_CASE("a log that is not there is named") {
  CHECK_THROWS_WITH_AS(read_log("/nowhere/log.jsonl"), doctest::Contains("/nowhere/log.jsonl"), Error);
}
