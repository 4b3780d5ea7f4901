#include <doctest/doctest.h>

#include "latentwalk/latent.hpp"
#include "latentwalk/model.hpp"
#include "support/files.hpp"
#include "tests/programs/latentwalk/program.hpp"
#include "tests/support/test_files.hpp"

using namespace latentwalk;
using tests::contains;
using tests::latentwalk_run;
using tests::listing;
using tests::misreported;
using tests::Outcome;

namespace {

const std::string kConverted = LATENTWALK_FIXTURES "/";

double largest_difference(const Tensor& a, const Tensor& b) {
  REQUIRE(shape_of(a) == shape_of(b));
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    largest = std::max(largest, std::abs(static_cast<double>(a.data()[i]) - b.data()[i]));
  return largest;
}

}  // namespace

TEST_CASE("convert stores every kind of model as whole numbers, which draw nearly the same, and back") {
  for (const std::string name : {"tiny-gan", "tiny-vae", "tiny-cgan", "tiny-cvae"}) {
    const TemporaryFolder folder;
    const std::string small = (folder.path() / "small.safetensors").string(),
                      wide = (folder.path() / "wide.safetensors").string();
    const Outcome run = latentwalk_run({"convert", kConverted + name + ".safetensors", small});
    CHECK_MESSAGE(run.status == 0, run.err);
    CHECK(contains(run.out, "weights as I8"));
    const Outcome back = latentwalk_run({"convert", small, wide, "--storage", "f32"});
    CHECK_MESSAGE(back.status == 0, back.err);
    const Model original = Model::parse(read_file(kConverted + name + ".safetensors"), name);
    const Model quantised = Model::parse(read_file(small), small), widened = Model::parse(read_file(wide), wide);
    CHECK(quantised.storage() == DType::i8);
    CHECK(widened.storage() == DType::f32);
    const Tensor latents = sample_latents(original.spec(), 2, 5);
    const std::vector<std::int32_t> labels(original.spec().class_count > 0 ? 5 : 0, 1);
    const Tensor images = original.decode(latents, labels), coarse = quantised.decode(latents, labels);
    const double moved = largest_difference(images, coarse);
    CHECK_MESSAGE(moved > 0, name);
    CHECK_MESSAGE(moved < 0.05, name);
    CHECK(largest_difference(coarse, widened.decode(latents, labels)) < 1e-5);
    REQUIRE((widened.fitted_prior() != nullptr) == (original.fitted_prior() != nullptr));
    if (original.fitted_prior() != nullptr)
      CHECK(widened.sample_latents(1, 6, Prior::fitted) == original.sample_latents(1, 6, Prior::fitted));
  }
}

TEST_CASE("convert refuses an unknown storage and another ending, and writes nothing") {
  const TemporaryFolder folder;
  const std::string out = (folder.path() / "out.safetensors").string();
  CHECK(misreported(latentwalk_run({"convert", kConverted + "tiny-gan.safetensors", out, "--storage", "i4"}), 2,
                    {"--storage", "i4"}) == "");
  CHECK(latentwalk_run({"convert", kConverted + "tiny-gan.safetensors", (folder.path() / "out.png").string()}).status !=
        0);
  CHECK(latentwalk_run({"convert", (folder.path() / "none.safetensors").string(), out}).status == 1);
  CHECK(listing(folder.path()).empty());
}

TEST_CASE("export-onnx takes a quantised model") {
  const TemporaryFolder folder;
  const std::string small = (folder.path() / "small.safetensors").string();
  REQUIRE(latentwalk_run({"convert", kConverted + "tiny-gan.safetensors", small}).status == 0);
  const Outcome run = latentwalk_run({"export-onnx", small, (folder.path() / "out.onnx").string()});
  CHECK_MESSAGE(run.status == 0, run.err);
}

TEST_CASE("a command never writes over the file that it reads, also under another name or through a link") {
  const TemporaryFolder folder;
  const auto path = [&](const char* name) { return (folder.path() / name).string(); };
  const std::string model = path("model.safetensors"), config = path("config.json");
  const std::vector<std::uint8_t> bytes = read_file(kConverted + "tiny-gan.safetensors");
  write_file(model, bytes);
  write_text(config, parse_safetensors(bytes, model).metadata.at("model"));
  for (const char* link : {"link.safetensors", "link.PNG", "link.onnx"})
    std::filesystem::create_symlink(model, path(link));
  const std::string same = (folder.path() / "." / "model.safetensors").string();
  const std::vector<std::vector<std::string>> commands = {
      {"import", model, same, "--config", config, "--ignore", "selftest"},
      {"convert", model, same},
      {"convert", model, path("link.safetensors")},
      {"export-onnx", model, path("link.onnx")},
      {"sample", model, "--out", path("link.PNG")},
      {"walk", model, "--out", path("link.PNG")},
  };
  for (const std::vector<std::string>& command : commands)
    CHECK_MESSAGE(misreported(latentwalk_run(command), 1, {"would be written over"}) == "", command.front());
  CHECK(read_file(model) == bytes);
}
