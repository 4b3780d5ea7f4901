// Weights of PyTorch without a configuration: Python wrote each file and the pictures that it has to draw
// (tests/fixtures/torch/make.py).
#include <doctest/doctest.h>

#include "latentwalk/model.hpp"
#include "support/files.hpp"
#include "tests/programs/latentwalk/program.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;
using tests::latentwalk_run;
using tests::listing;
using tests::misreported;
using tests::Outcome;

namespace {

const std::string kTorch = LATENTWALK_FIXTURES "/torch/";

struct Guessed {
  TemporaryFolder folder;
  std::string out = (folder.path() / "out.safetensors").string(), config = (folder.path() / "config.json").string();

  Outcome import(const std::string& name, const std::vector<std::string>& more = {}, bool check = true) const {
    std::vector<std::string> arguments{"import", kTorch + name + ".pt", out, "--storage", "f32"};
    if (check) arguments.insert(arguments.end(), {"--check", kTorch + name + ".drawn.pt"});
    arguments.insert(arguments.end(), more.begin(), more.end());
    return latentwalk_run(arguments);
  }
  ModelSpec spec() const { return Model::parse(read_file(out), out).spec(); }
};

}  // namespace

TEST_CASE("import guesses the networks of well-known programs, which then draw what PyTorch drew") {
  const struct {
    const char* name;
    Family family;
    std::size_t side, latent, classes;
    std::vector<std::string> more;
  } models[] = {
      {"dcgan", Family::gan, 64, 12, 0, {}},
      {"vae", Family::vae, 28, 5, 0, {}},
      {"checkpoint", Family::gan, 8, 6, 0, {}},
      {"cgan", Family::gan, 8, 6, 3, {}},
      {"enlarging", Family::gan, 16, 5, 0, {}},
      {"lyeoni", Family::gan, 28, 7, 0, {}},
      {"pythae", Family::vae, 28, 4, 0, {}},
      {"pythae-conv", Family::vae, 28, 6, 0, {}},
      {"odd",
       Family::gan,
       4,
       4,
       0,
       {"--activation", "relu", "--range", "0,1", "--ignore", "counts", "--ignore", "half", "--ignore", "flags"}},
  };
  for (const auto& model : models) {
    CAPTURE(model.name);
    const Guessed guessed;
    const Outcome run = guessed.import(model.name, model.more);
    REQUIRE_MESSAGE(run.status == 0, run.err);
    CHECK(run.out.find("differ from the other program's by at most 0.00000") != std::string::npos);
    const ModelSpec spec = guessed.spec();
    CHECK(spec.family == model.family);
    CHECK(spec.image_width == model.side);
    CHECK(latent_dim(spec) == model.latent);
    CHECK(spec.class_count == model.classes);
  }
}

TEST_CASE("a guess can be written, changed and given back, with the layers in the file's order") {
  for (const std::string name : {"dcgan", "vae", "pythae-conv", "lyeoni"}) {
    CAPTURE(name);
    const Guessed guessed;
    REQUIRE(guessed.import(name, {"--write-config", guessed.config}).status == 0);
    if (name == "pythae-conv") continue;  // its transposed convolutions have other kernels here than there
    const Outcome run = guessed.import(name, {"--config", guessed.config});
    REQUIRE_MESSAGE(run.status == 0, run.err);
    CHECK(run.out.find("guessed") == std::string::npos);
  }
}

TEST_CASE("a wrong guess is refused by --check, which says what was guessed and how to change it") {
  const Guessed guessed;
  CHECK(misreported(guessed.import("lyeoni", {"--activation", "relu"}), 1,
                    {"lyeoni.drawn.pt", "differs by", "--range"}) == "");
  CHECK(misreported(guessed.import("checkpoint", {"--eps", "1e-5"}), 1, {"differs by"}) == "");
  CHECK(misreported(guessed.import("vae", {"--activation", "wave"}, false), 1, {"vae.pt", "--activation must be"}) ==
        "");
  CHECK(misreported(guessed.import("vae", {"--image-size", "27"}, false), 1, {"draws 784 pixels", "--image-size"}) ==
        "");
  CHECK(misreported(guessed.import("lyeoni", {"--latent", "5"}, false), 1, {"takes 7", "--classes 2"}) == "");
  CHECK(misreported(guessed.import("lyeoni", {"--latent", "x"}, false), 1, {"--latent must be"}) == "");
  CHECK(misreported(guessed.import("dcgan", {"--image-size", "100"}, false), 1, {"do not give 100 x 100", "--config"}) ==
        "");
  CHECK(misreported(guessed.import("odd", {}, false), 1, {"\"counts\" [5]", "--ignore"}) == "");
  CHECK(misreported(guessed.import("module", {}, false), 1, {"a whole module", "state_dict()"}) == "");
  CHECK(misreported(guessed.import("vae", {"--key", "ema"}, false), 1, {"no state dict \"ema\""}) == "");
  CHECK(listing(guessed.folder.path()).empty());
}

TEST_CASE("import takes blocks of latent numbers and a class label from the options") {
  const Guessed guessed;
  Outcome run = guessed.import("lyeoni", {"--latent", "3,categorical:2,uniform:2"}, false);
  REQUIRE_MESSAGE(run.status == 0, run.err);
  CHECK(guessed.spec().latent.at(1).prior == LatentBlock::Prior::categorical);
  CHECK(guessed.spec().latent.at(2).low == -1.0);
  run = guessed.import("lyeoni", {"--classes", "2", "--name", "mine"}, false);
  REQUIRE_MESSAGE(run.status == 0, run.err);
  CHECK(guessed.spec().class_count == 2);
  CHECK(guessed.spec().name == "mine");
}
