// log.jsonl, log.csv and TensorBoard's file hold the same numbers, after a resume too.
#include "trainer/record/run_records.hpp"

#include <doctest/doctest.h>

#include "latentwalk/error.hpp"
#include "support/files.hpp"
#include "support/png.hpp"
#include "trainer/record/history.hpp"

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

TEST_CASE("lines that no run writes are named by figures, and left out of a resumed run") {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "log.jsonl";
  const std::string sound = "{\"step\":1,\"epoch\":0.5,\"seconds\":1,\"loss\":2.0}\n";
  for (const char* odd :
       {"not JSON", "[1]", "7", "{}", "{\"step\":\"2\"}", "{\"step\":-2}", "{\"step\":1.5}", "{\"step\":1e300}",
        "{\"step\":0}", "{\"step\":2,\"epoch\":\"one\"}", "{\"step\":2,\"seconds\":null}", "{\"step\":2,\"means\":3}",
        "{\"step\":2,\"means\":[1]}", "{\"step\":2,\"means\":{\"loss\":[1]}}", "{\"step\":2,\"loss\":[1]}",
        "{\"step\":2,\"step\":3}"}) {
    CAPTURE(odd);
    write_text(path,
               sound + odd + "\n" + "{\"step\":2,\"epoch\":1,\"seconds\":2,\"means\":{\"loss\":null}}\n{\"step\":3");
    CHECK_THROWS_WITH_AS(read_log(path), doctest::Contains("log.jsonl, line 2"), Error);
    RunRecords records(folder.path(), 5, 0.0);
    CHECK(records.problem().find("log.jsonl, line 2") != std::string::npos);
    CHECK(records.problem().ends_with("the line is left out"));
    CHECK(read_log(path).size() == 2);
  }
}

TEST_CASE("the history of a run with an odd file is refused in one line, and nothing is written") {
  const TemporaryFolder run, out;
  const std::string picture = "epochs-000001.png";
  const Json list{{"picture", picture}, {"columns", 1}, {"width", 2}, {"height", 2}, {"every", 1}, {"epochs", {1}}};
  write_png(run.path() / picture, GreyImage{2, 2, std::vector<std::uint8_t>(4, 9)});
  write_text(run.path() / "epochs.json", list.dump());
  write_text(run.path() / "config.json", R"({"name": "mine", "preset": "best"})");
  write_text(run.path() / "log.jsonl", R"({"step": 1, "epoch": 1, "seconds": 1, "means": {"loss": null}, "modes": "x"})"
                                       "\n");
  CHECK(write_history(run.path(), "", out.path()).filename() == "mine-best.json");
  std::filesystem::remove_all(out.path() / "mine-best.json");
  std::filesystem::remove_all(out.path() / "mine-best.png");

  std::string name;
  SUBCASE("a picture elsewhere") {
    Json odd = list;
    odd["picture"] = "../" + run.path().filename().string() + "/" + picture;
    write_text(run.path() / (name = "epochs.json"), odd.dump());
  }
  SUBCASE("a picture that is none") { write_text(run.path() / (name = picture), "secret"); }
  SUBCASE("a name that is a path") {
    write_text(run.path() / (name = "config.json"), R"({"name": "../mine", "preset": "best"})");
  }
  SUBCASE("a name that is a number") {
    write_text(run.path() / (name = "config.json"), R"({"name": 3, "preset": "best"})");
  }
  SUBCASE("a log with an odd line") { write_text(run.path() / (name = "log.jsonl"), "{\"step\": 1, \"means\": 3}\n"); }
  SUBCASE("an epoch without its number") {
    write_text(run.path() / (name = "log.jsonl"), "{\"step\": 1, \"means\": {}}\n");
  }
  CHECK_THROWS_WITH_AS(write_history(run.path(), "", out.path()), doctest::Contains(name.c_str()), Error);
  CHECK(std::filesystem::is_empty(out.path()));
}
