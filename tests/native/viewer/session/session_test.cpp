// The session without a window: what is opened at the start, undo, messages.
#include "viewer/session/session.hpp"

#include <doctest/doctest.h>

#include "support/files.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;

namespace {

const std::string kFixtures = LATENTWALK_FIXTURES;

}  // namespace

TEST_CASE("of several files given at the start the first model is shown, and a missing model is listed") {
  const TemporaryFolder folder;
  SessionOptions options;
  write_text(folder.path() / "w.json", R"({"view": "walk", "model": "later", "stations": [3, 4, 5, 6]})");
  options.files = {folder.path() / "w.json", folder.path() / "later.safetensors", kFixtures + "/tiny-vae.safetensors"};
  Session session(options);
  REQUIRE(session.models.entries().size() == 2);
  CHECK(session.models.entry()->name == "later");
  CHECK(session.compared() == std::vector<std::size_t>{0, 1});
  CHECK(session.document.stations.size() == 4);
  CHECK(session.view() == view::kWalk);
  CHECK_FALSE(session.history.can_undo());
  session.models.select_beside(-1);
  CHECK(session.models.entry()->name == "tiny-vae");
  options.view = view::kDraw;
  CHECK(Session(options).view() == view::kDraw);
}

TEST_CASE("a run's model is shown unless another one is named beside the run") {
  const TemporaryFolder folder;
  std::filesystem::copy(kFixtures + "/tiny-gan.safetensors", folder.path() / "model.safetensors");
  write_text(folder.path() / "log.jsonl", "{\"step\": 1, \"loss\": 1.0}\n");
  SessionOptions options;
  options.files = {folder.path()};
  CHECK(Session(options).models.entry()->path == folder.path() / "model.safetensors");
  options.files = {kFixtures + "/tiny-vae.safetensors", folder.path()};
  Session session(options);
  session.refresh();
  CHECK(session.models.entry()->name == "tiny-vae");
  CHECK(session.models.entries().size() == 2);
}

TEST_CASE("changes under a held control are one step of undo") {
  Session session({});
  for (std::size_t count = 65; count < 70; ++count) {
    session.document.count = count;
    session.end_frame(true);
  }
  session.end_frame(false);
  session.document = session.history.undo();
  CHECK(!session.document.count);
  CHECK_FALSE(session.history.can_undo());
  CHECK(session.history.redo().count == 69);
}

TEST_CASE("a message goes after some seconds, an error stays until the next one") {
  Session session({});
  session.begin_frame(10.0);
  session.say("hello");
  session.begin_frame(15.0);
  CHECK_FALSE(session.refresh());
  session.begin_frame(17.0);
  CHECK(session.refresh());
  CHECK(session.message().text.empty());
  session.say("broken", true);
  session.begin_frame(1e6);
  CHECK_FALSE(session.refresh());
  CHECK(session.message().text == "broken");
}

TEST_CASE("an unknown view changes nothing, and a walk has a largest length") {
  Session session({});
  session.go_to("nothing");
  CHECK(session.view() == view::kSample);
  session.take_in_hand({.seed = 9, .edited = {}});
  CHECK(session.view() == view::kDimensions);
  CHECK(session.document.base.seed == 9);
  for (std::size_t i = 0; i < kMaxStations; ++i) session.add_to_walk({});
  CHECK(session.document.stations.size() == kMaxStations);
  CHECK(session.message().is_error);
}
