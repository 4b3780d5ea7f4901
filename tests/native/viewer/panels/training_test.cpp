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

TEST_CASE("a run's epochs can be scrubbed and played, its curves smoothed and laid over another run's") {
  const TemporaryFolder folder;
  const auto make = [&](const char* name, double loss) {
    const std::filesystem::path run = folder.path() / name;
    std::filesystem::create_directory(run);
    std::string log;
    for (int step = 1; step <= 20; ++step) {
      log += "{\"step\": " + std::to_string(step) + ", \"d_loss\": " + std::to_string(loss / step) +
             ", \"d_real\": 0.6}\n";
    }
    log += R"({"step": 20, "epoch": 2, "means": {"d_loss": 1}, "modes": 3, "warning": "only 3 of the ten digits"})";
    write_text(run / "log.jsonl", log + "\n");
    return run;
  };
  const std::filesystem::path first = make("first", 1), second = make("second", 2);
  const std::string history = std::string(LATENTWALK_MODELS) + "/history/";
  std::filesystem::copy(history + "conv-gan-best.json", second / "epochs.json");
  std::filesystem::copy(history + "conv-gan-best.png", second / "conv-gan-best.png");

  Driver driver(with({}, "sample"), 1280, 1400);
  driver.shell->drop({first.string(), second.string()});
  driver.settle();
  const auto epochs = driver.session().run.epochs();
  REQUIRE(epochs != nullptr);
  CHECK(epochs->epochs.size() == 16);
  REQUIRE(driver.has("epoch digit 15"));
  CHECK(driver.has("warning 0"));
  CHECK(driver.has("curves"));
  CHECK(driver.has("probabilities"));  // axes of their own
  CHECK_FALSE(driver.has("measures"));
  driver.click("modes");
  CHECK(driver.has("measures"));
  driver.press(Key::comma);
  CHECK(driver.session().document.epoch == 15);
  driver.drag("Epoch", {0.9F, 0.5F}, {0.0F, 0.5F});
  CHECK(driver.session().document.epoch == 1);
  driver.press(Key::p);
  CHECK(driver.shell->animating());
  for (int i = 0; i < 60 * 10 && driver.shell->animating(); ++i) driver.frame();
  CHECK_FALSE(driver.shell->animating());
  CHECK_FALSE(driver.session().document.epoch);  // the newest again
  driver.drag("Smoothing", {0.05F, 0.5F}, {0.9F, 0.5F});
  driver.click("over first");
  driver.frame(5);
  std::filesystem::remove(first / "log.jsonl");
  driver.settle();
  CHECK(driver.session().message().text.find("log.jsonl") != std::string::npos);
}
