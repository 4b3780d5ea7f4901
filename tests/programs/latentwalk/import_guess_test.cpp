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
    const bool is_whole = name.find('.') != std::string::npos;
    std::vector<std::string> arguments{"import", kTorch + name + (is_whole ? "" : ".pt"), out, "--storage", "f32"};
    if (check) arguments.insert(arguments.end(), {"--check", kTorch + name.substr(0, name.find('.')) + ".drawn.pt"});
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
      {"odd", Family::gan, 4, 4, 0, {"--ignore", "counts", "--ignore", "half", "--ignore", "flags"}},
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

TEST_CASE("--check finds what a state dict leaves open, and the image's size") {
  const Guessed guessed;
  const Outcome run = guessed.import("odd", {"--ignore", "counts", "--ignore", "half", "--ignore", "flags"});
  REQUIRE_MESSAGE(run.status == 0, run.err);
  CHECK(run.out.find("generator: linear, relu, linear, sigmoid") != std::string::npos);
  CHECK(run.out.find("guess, the first that draws the pictures of --check") != std::string::npos);
  const Outcome blind = guessed.import("odd", {"--ignore", "counts", "--ignore", "half", "--ignore", "flags"}, false);
  REQUIRE_MESSAGE(blind.status == 0, blind.err);
  CHECK(blind.out.find("leaky_relu, linear, tanh") != std::string::npos);
  CHECK(blind.out.find("not compared") != std::string::npos);
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
  CHECK(misreported(guessed.import("dcgan", {"--image-size", "100"}, false), 1,
                    {"do not give 100 x 100", "--config"}) == "");
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

TEST_CASE("import reads the same networks as ONNX, with weights inside and beside") {
  for (const std::string name : {"dcgan", "checkpoint", "cgan", "enlarging", "vae", "pythae-conv"}) {
    CAPTURE(name);
    const Guessed guessed;
    const Outcome run = guessed.import(name + ".onnx", {"--write-config", guessed.config});
    REQUIRE_MESSAGE(run.status == 0, run.err);
    CHECK(run.out.find("differ from the other program's by at most 0.00000") != std::string::npos);
    CHECK(guessed.spec().class_count == (name == "cgan" ? 3 : 0));
    const Outcome again = guessed.import(name + ".onnx", {"--config", guessed.config});
    CHECK_MESSAGE(again.status == 0, again.err);
    CHECK(misreported(guessed.import(name + ".onnx", {"--config", LATENTWALK_CONFIGS "/fc-gan.json"}), 1,
                      {"fc-gan.json", "networks must be", "--write-config"}) == "");
    CHECK(misreported(guessed.import(name + ".onnx", {"--ignore", "x"}), 1, {"not for ONNX"}) == "");
  }
  const Guessed guessed;
  CHECK(guessed.import("outside.onnx", {"--check", kTorch + "vae.drawn.pt"}, false).status == 0);
}

TEST_CASE("weights beside an ONNX file are read from its own folder alone") {
  const Guessed guessed;
  const std::filesystem::path folder = guessed.folder.path(), inner = folder / "inner", file = inner / "net.onnx";
  make_folder(inner);
  const std::string whole = read_text(kTorch + "outside.onnx");
  const auto refused = [&](const std::string& location, const std::vector<std::string>& parts) {
    std::string text = whole;
    for (std::size_t at = 0; (at = text.find("outside.bin", at)) != std::string::npos; at += location.size())
      text.replace(at, location.size(), location);
    write_text(file, text);
    return misreported(latentwalk_run({"import", file.string(), guessed.out}), 1, parts);
  };
  write_text(folder / "tside.bin", "secret");
  CHECK(refused("../side.bin", {"\"../side.bin\"", "only a file in the model's own folder"}) == "");
  CHECK(refused("/etc/passwd", {"\"/etc/passwd\"", "only a file in the model's own folder"}) == "");
  CHECK(refused("outside.bin", {"outside.bin", "cannot be read"}) == "");
  std::filesystem::create_symlink(folder / "tside.bin", inner / "outside.bin");
  CHECK(refused("outside.bin", {"outside.bin", "a link to another folder"}) == "");
  std::filesystem::remove(inner / "outside.bin");
  write_text(inner / "outside.bin", "short");
  CHECK(refused("outside.bin", {"lie beyond the end of \"outside.bin\", 5 bytes"}) == "");
  CHECK(listing(folder) == std::vector<std::string>{"inner", "tside.bin"});
}
