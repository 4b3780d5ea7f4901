// Models on disk.
#include "viewer/session/model_list.hpp"

#include <doctest/doctest.h>

#include <chrono>

#include "latentwalk/error.hpp"
#include "support/files.hpp"
#include "viewer/core/render_worker.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;

namespace {

const std::string kFixtures = LATENTWALK_FIXTURES;

}  // namespace

TEST_CASE("a model is loaded again when its file changes, and the last good one stays when that fails") {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "model.safetensors";
  std::filesystem::copy(kFixtures + "/tiny-gan.safetensors", path);
  RenderWorker worker;
  ModelList models(worker);
  CHECK(models.add(path) == 0);
  CHECK(models.add(path) == 0);
  REQUIRE(worker.wait_idle(std::chrono::seconds(10)));
  CHECK(models.refresh());
  REQUIRE(models.entries()[0].model != nullptr);
  CHECK(models.entries()[0].model->spec().name == "tiny-gan");
  CHECK_FALSE(models.refresh());

  const auto replace_by = [&](const std::vector<std::uint8_t>& bytes) {
    const auto before = std::filesystem::last_write_time(path);
    write_file(path, bytes);
    std::filesystem::last_write_time(path, before + std::chrono::seconds(2));
    CHECK(models.refresh());
    REQUIRE(worker.wait_idle(std::chrono::seconds(10)));
    CHECK(models.refresh());
  };
  replace_by(read_file(kFixtures + "/tiny-vae.safetensors"));
  CHECK(models.entries()[0].model->spec().name == "tiny-vae");
  CHECK(models.entries()[0].version == 2);
  replace_by({1, 2, 3});
  CHECK(models.entries()[0].model->spec().name == "tiny-vae");
  CHECK(models.entries()[0].message.find("model.safetensors") != std::string::npos);
}
