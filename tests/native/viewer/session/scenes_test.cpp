// Scenes of the session: saved and opened again.
#include "viewer/session/scenes.hpp"

#include <doctest/doctest.h>

#include <chrono>

#include "support/files.hpp"
#include "tests/support/test_files.hpp"
#include "viewer/session/open_file.hpp"
#include "viewer/session/session.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using latentwalk::tests::contains;
using latentwalk::tests::message_of;

namespace {

const std::string kFixtures = LATENTWALK_FIXTURES;

void load(Session& session) {
  for (int i = 0; i < 10; ++i) {
    session.worker.wait_idle(std::chrono::seconds(30));
    session.refresh();
  }
}

}  // namespace

TEST_CASE("The scene of every view opens again to the same state, with the model found beside it") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / "models");
  for (const char* name : {"tiny-gan", "tiny-cgan", "tiny-vae"})
    std::filesystem::copy(kFixtures + "/" + name + ".safetensors",
                          folder.path() / "models" / (std::string(name) + ".safetensors"));
  for (const char* address : {"view=sample&seed=9&pick=3&digit=2&count=9",
                              "view=walk&stations=7:12@2,9,4&path=lerp&frames=12&loop=1&speed=2&t=0.25",
                              "view=map&corners=1,2,3&x=0.5&y=0.25", "view=dimensions&base=7:1&z=0:-0.5,3:1.25&look=4",
                              "view=arithmetic&terms=1@0,2,3:4&usual=0"}) {
    CAPTURE(address);
    const std::string model = "models/tiny-cgan.safetensors";
    const Scene scene = parse_address("model=" + model + "&" + address, "s");
    write_text(folder.path() / "s.json", scene_text(scene));
    Session session({});
    open_file(session, folder.path() / "s.json");
    load(session);
    CHECK(session.models.entry()->name == "tiny-cgan");
    CHECK(current_scene(session, folder.path()) == scene);
    save_scene(session, folder.path() / "again.json");
    REQUIRE(session.saver.wait_idle(std::chrono::seconds(30)));
    CHECK(read_text(folder.path() / "again.json") == scene_text(scene));
  }
}

TEST_CASE("A shipped model is named, another one has its path from the scene's folder") {
  const TemporaryFolder folder;
  SessionOptions options;
  options.shipped = LATENTWALK_MODELS;
  Session session(options);
  load(session);
  CHECK(current_scene(session, folder.path()).model == "cgan");
  const std::filesystem::path own = folder.path() / "mine.safetensors";
  std::filesystem::copy(kFixtures + "/tiny-gan.safetensors", own);
  open_file(session, own);
  load(session);
  CHECK(current_scene(session, folder.path()).model == "mine.safetensors");
  CHECK(current_scene(session, folder.path() / "below").model == "../mine.safetensors");
  session.go_to(view::kCompare);
  CHECK(current_scene(session, folder.path()).with == std::vector<std::string>{"mine.safetensors", "conv-vae"});
}

TEST_CASE("A scene that does not fit its model changes nothing, and says what the model has") {
  const TemporaryFolder folder;
  Session session({});
  for (const char* name : {"tiny-vae", "tiny-cgan", "tiny-gan"})
    open_file(session, kFixtures + "/" + name + ".safetensors");
  load(session);
  const Scene before = session.document;
  const auto refusal = [&](const std::string& address) {
    write_text(folder.path() / "s.json", scene_text(parse_address(address, "s")));
    return message_of([&] { open_file(session, folder.path() / "s.json"); });
  };
  CHECK(contains(refusal("model=tiny-cgan&view=sample&digit=3"),
                 "s.json: digit: 3: the model tiny-cgan has the classes"));
  CHECK(contains(refusal("model=tiny-vae&view=dimensions&z=4:1"), "has the coordinates 0 to 3"));
  CHECK(contains(refusal("model=other&view=sample"), "its model \"other\" is neither in the list nor beside it"));
  CHECK(contains(refusal("model=tiny-gan&view=compare&with=a,b,c,d,e,f,g,h,i"), "compares 8 models"));
  CHECK(contains(refusal("model=tiny-vae&view=theory"), "the view theory is on the page only"));
  CHECK(session.document == before);
  CHECK(session.models.entry()->name == "tiny-gan");
}
