// Models for other programs: C and PyTorch here, ONNX in tests/docs/onnx_test.mjs.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>
#include <sstream>

#include "latentwalk/latent.hpp"
#include "latentwalk/model.hpp"
#include "support/files.hpp"
#include "tests/programs/latentwalk/program.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;
using tests::latentwalk_run;
using tests::misreported;
using tests::Outcome;

namespace {
const std::string kFolder = LATENTWALK_FIXTURES "/";
}

TEST_CASE("a model as a header of C99 compiles without a warning and draws the same pictures") {
  const TemporaryFolder folder;
  std::vector<std::string> models;
  for (const char* tiny : {"tiny-gan", "tiny-vae", "tiny-cgan", "tiny-cvae"})
    models.push_back(kFolder + tiny + ".safetensors");
  for (const char* torch : {"pythae-conv", "enlarging"}) {  // with more kinds of layers
    models.push_back((folder.path() / (std::string(torch) + ".safetensors")).string());
    REQUIRE(latentwalk_run({"import", kFolder + "torch/" + torch + ".pt", models.back()}).status == 0);
  }
  for (const std::string& path : models) {
    CAPTURE(path);
    const Model model = Model::parse(read_file(path), path);
    const ModelSpec& spec = model.spec();
    const std::string header = (folder.path() / "model.h").string(), source = (folder.path() / "try.c").string(),
                      binary = (folder.path() / "try").string();
    const Outcome run = latentwalk_run({"export", path, header});
    REQUIRE_MESSAGE(run.status == 0, run.err);
    std::string name = "lw_" + spec.name;
    for (char& c : name) c = c == '-' ? '_' : c;
    const Tensor latents = sample_latents(spec, 5, 3);
    std::string code = "#include <stdio.h>\n#include \"model.h\"\nint main(void) {\n";
    code += "  float pixels[" + std::to_string(spec.image_width * spec.image_height) + "];\n";
    for (std::size_t n = 0; n < 3; ++n) {
      const std::string row = "row" + std::to_string(n);
      code += "  const float " + row + "[] = {";
      for (std::size_t i = 0; i < latents.shape(1); ++i) code += std::to_string(latents(n, i)) + ", ";
      code += "};\n  " + name + "_draw(" + row + (spec.class_count > 0 ? ", 1" : "") + ", pixels);\n";
      code +=
          "  for (unsigned i = 0; i < sizeof pixels / sizeof *pixels; ++i) printf(\"%.8f\\n\", (double)pixels[i]);\n";
    }
    write_text(source, code + "  return 0;\n}\n");
    const Outcome built = tests::shell("cc -std=c99 -Wall -Wextra -Werror -O1 '" + source + "' -o '" + binary +
                                       "' -lm && '" + binary + "'");
    REQUIRE_MESSAGE(built.status == 0, built.err);
    std::istringstream lines(built.out);
    const std::vector<std::int32_t> labels(spec.class_count > 0 ? 3 : 0, 1);
    double largest = 0;
    for (const float pixel : model.decode(latents, labels)) {
      double other = -1;
      lines >> other;
      largest = std::max(largest, std::abs(other - pixel));
    }
    CHECK(largest < 1e-5);
  }
}

TEST_CASE("a model for PyTorch holds its networks as floats, beside the module that loads them") {
  const TemporaryFolder folder;
  const std::string out = (folder.path() / "for-torch.safetensors").string();
  const Outcome run = latentwalk_run({"export", kFolder + "tiny-vae.safetensors", out});
  REQUIRE_MESSAGE(run.status == 0, run.err);
  const Safetensors made = parse_safetensors(read_file(out), out),
                    source = parse_safetensors(read_file(kFolder + "tiny-vae.safetensors"), "tiny-vae");
  for (const auto& [name, stored] : made.tensors) {
    CHECK(stored.dtype == DType::f32);
    CHECK(load(stored, name) == load(source.tensors.at(name), name));
  }
  for (const char* part :
       {"encoder = nn.Sequential(", "decoder = nn.Sequential(", "nn.Linear(", "load_file(", "for-torch.safetensors"})
    CHECK(tests::contains(run.out, part));
  // What PyTorch saves of that module comes back.
  const std::string config = (folder.path() / "config.json").string(),
                    back = (folder.path() / "back.safetensors").string();
  write_text(config, source.metadata.at("model"));
  const Outcome again = latentwalk_run({"import", out, back, "--config", config, "--storage", "f32"});
  CHECK_MESSAGE(again.status == 0, again.err);
}

TEST_CASE("export refuses other endings, networks that are not there, and to overwrite its model") {
  const TemporaryFolder folder;
  const std::string model = kFolder + "tiny-gan.safetensors", out = (folder.path() / "x").string();
  CHECK(misreported(latentwalk_run({"export", model, out + ".tflite"}), 1, {".onnx", ".safetensors", ".h"}) == "");
  CHECK(misreported(latentwalk_run({"export", model, out + ".onnx", "--network", "encoder"}), 1,
                    {"no network \"encoder\""}) == "");
  CHECK(misreported(latentwalk_run({"export", model, out + ".safetensors", "--network", "generator"}), 1,
                    {"--network is for ONNX"}) == "");
  CHECK(misreported(latentwalk_run({"export", model, model}), 1, {model}) == "");
  CHECK(misreported(latentwalk_run({"export-onnx", model, out + ".h"}), 1, {".onnx"}) == "");
  CHECK(tests::listing(folder.path()).empty());
}
