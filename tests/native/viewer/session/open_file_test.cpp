// Files are opened by their type, without a window.
#include "viewer/session/open_file.hpp"

#include <doctest/doctest.h>

#include "support/files.hpp"
#include "support/npy.hpp"
#include "tests/support/test_files.hpp"
#include "viewer/session/session.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using latentwalk::tests::message_of;

namespace {

const std::string kFixtures = LATENTWALK_FIXTURES;
const std::string kScene = R"({"view": "walk", "model": "tiny-vae", "stations": ["3", "4"]})";

}  // namespace

TEST_CASE("a model is listed, shown and remembered, once") {
  Session session({});
  for (const char* name : {"tiny-gan", "tiny-vae", "tiny-gan"})
    open_file(session, kFixtures + "/" + name + ".safetensors");
  CHECK(session.models.entries().size() == 2);
  CHECK(session.models.entry()->name == "tiny-gan");
  REQUIRE(session.settings.recent_models.size() == 2);
  CHECK(session.settings.recent_models[0] == session.models.entry()->path);
}

TEST_CASE("a model opens whatever its file is called") {
  const TemporaryFolder folder;
  Session session({});
  for (const char* name : {"downloaded", "model.bin"}) {
    CAPTURE(name);
    std::filesystem::copy(kFixtures + "/tiny-gan.safetensors", folder.path() / name);
    open_file(session, folder.path() / name);
    CHECK(session.models.entry()->path == folder.path() / name);
  }
}

TEST_CASE("a walk's scene and latents become the walk, and its view is shown") {
  const TemporaryFolder folder;
  Session session({});
  open_file(session, kFixtures + "/tiny-vae.safetensors");
  open_file(session, kFixtures + "/tiny-gan.safetensors");
  write_text(folder.path() / "w.json", kScene);
  open_file(session, folder.path() / "w.json");
  CHECK(session.view() == view::kWalk);
  CHECK(session.document.stations.size() == 2);
  CHECK(session.document.stations[1].seed == 4);
  CHECK(session.models.entry()->name == "tiny-vae");  // the scene's model
  session.go_to(view::kDraw);
  const Tensor latents = zeros({3, 4});
  write_file(folder.path() / "w.npy", encode_npy(latents));
  open_file(session, folder.path() / "w.npy");
  CHECK(session.view() == view::kWalk);
  REQUIRE(session.document.stations.size() == 3);
  CHECK(session.document.stations[2].edited == std::vector<float>(4, 0.0F));
}

TEST_CASE("a folder with a log is a training run, another one is searched for models") {
  const TemporaryFolder folder;
  Session session({});
  CHECK(message_of([&] { open_file(session, folder.path()); }).find("neither a training run") != std::string::npos);
  std::filesystem::copy(kFixtures + "/tiny-gan.safetensors", folder.path() / "b.safetensors");
  std::filesystem::copy(kFixtures + "/tiny-vae.safetensors", folder.path() / "a.safetensors");
  open_file(session, folder.path());
  CHECK(session.models.entries().size() == 2);
  CHECK(session.models.entry()->name == "a");
  CHECK(session.view() == view::kSample);
  write_text(folder.path() / "log.jsonl", "{\"step\": 50, \"loss\": 2.0}\n");
  open_file(session, folder.path());
  CHECK(session.view() == view::kTraining);
  CHECK(session.run.log().series().size() == 1);
  CHECK(session.settings.recent_runs.size() == 1);
}

TEST_CASE("what is none of these is refused in one sentence that names what can be opened") {
  const TemporaryFolder folder;
  Session session({});
  write_text(folder.path() / "notes.txt", "nothing");
  const std::string message = message_of([&] { open_file(session, folder.path() / "notes.txt"); });
  CHECK(message.starts_with((folder.path() / "notes.txt").string()));
  for (const char* type : {".safetensors", "training run", ".json", ".npy"}) {
    CAPTURE(type);
    CHECK(message.find(type) != std::string::npos);
  }
  CHECK(message_of([&] { open_file(session, folder.path() / "missing.npy"); }).ends_with("no such file or folder"));
  open_or_say(session, folder.path() / "notes.txt");
  CHECK(session.message().text == message);
  CHECK(session.message().is_error);
  CHECK(session.models.entries().empty());
}

TEST_CASE("a walk of a model that is not at hand, and latents of another size, change nothing") {
  const TemporaryFolder folder;
  Session session({});
  open_file(session, kFixtures + "/tiny-gan.safetensors");
  const Scene before = session.document;
  write_text(folder.path() / "w.json", kScene);
  CHECK(message_of([&] { open_file(session, folder.path() / "w.json"); }).find("its model \"tiny-vae\" is neither") !=
        std::string::npos);
  write_file(folder.path() / "w.npy", encode_npy(zeros({3, 5})));
  CHECK(message_of([&] {
          open_file(session, folder.path() / "w.npy");
        }).find("holds latents of 5 numbers, but tiny-gan takes 6") != std::string::npos);
  CHECK(session.document == before);
  std::filesystem::copy(kFixtures + "/tiny-vae.safetensors", folder.path() / "tiny-vae");
  open_file(session, folder.path() / "w.json");
  CHECK(session.models.entry()->path == folder.path() / "tiny-vae");
}
