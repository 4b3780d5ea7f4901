// Training: a run that is being written.
#include <fstream>

#include "tests/native/viewer/driver.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace latentwalk::viewer::tests;

TEST_CASE("a run's folder is watched: its curves grow and its model's digits change") {
  const TemporaryFolder folder;
  const std::filesystem::path log = folder.path() / "log.jsonl", model = folder.path() / "model.safetensors";
  write_text(log, "{\"step\": 50, \"seconds\": 3, \"loss\": 2.0}\n{\"step\": 100, \"seconds\": 6, \"loss\": 1.0}\n");
  Driver driver(with({}, "samples"));
  driver.shell->drop({folder.path().string()});
  CHECK(driver.session().view() == view::kTraining);
  driver.settle();
  CHECK(driver.has("curves"));
  CHECK(driver.has("loss"));
  CHECK_FALSE(driver.has("run digit 0"));
  std::filesystem::copy(kFixtures + "/tiny-gan.safetensors", model);
  driver.settle();
  driver.settle();
  CHECK(driver.has("run digit 15"));
  const Tensor first = answer_of(driver, "run")->images;
  write_file(model, read_file(kFixtures + "/tiny-vae.safetensors"));
  std::filesystem::last_write_time(model, std::filesystem::file_time_type::clock::now() + std::chrono::seconds(5));
  std::ofstream(log, std::ios::app) << "{\"step\": 150, \"seconds\": 9, \"loss\": 0.5, \"kl\": 4}\n";
  driver.settle();
  driver.settle();
  CHECK(answer_of(driver, "run")->images != first);
  CHECK(driver.has("kl"));
  driver.drag("curves", {0.5F, 0.5F}, {0.3F, 0.5F});
  driver.move(driver.where("curves").centre());
  driver.wheel(2);
  driver.click("Logarithmic");
  driver.click("Fit");
  driver.click("kl");
  CHECK(driver.session().settings.recent_runs.size() == 1);
}
