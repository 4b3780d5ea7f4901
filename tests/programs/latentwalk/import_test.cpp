// Weights under another program's names, as a model file.
#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

#include "latentwalk/latent.hpp"
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

const std::string kFolder = LATENTWALK_FIXTURES "/";

Safetensors fixture(const std::string& name) {
  const std::string path = kFolder + name + ".safetensors";
  return parse_safetensors(read_file(path), path);
}

/// What another program would have: a configuration, and a fixture's weights under names of its own.
struct Foreign {
  TemporaryFolder folder;
  Safetensors weights;
  std::string config = path("config.json"), state = path("state.safetensors"), map = path("map.json"),
              check = path("check.safetensors"), out = path("out.safetensors");

  explicit Foreign(const std::string& name) {
    const Safetensors file = fixture(name);
    write_text(config, file.metadata.at("model"));
    for (const auto& [tensor, stored] : file.tensors)
      if (!tensor.starts_with("selftest.")) weights.tensors[tensor] = stored;
  }
  std::string path(const char* name) const { return (folder.path() / name).string(); }
  void rename(const std::string& from, const std::string& to) {
    std::map<std::string, StoredTensor> renamed;
    for (auto& [name, stored] : weights.tensors)
      renamed[name.starts_with(from) ? to + name.substr(from.size()) : name] = std::move(stored);
    weights.tensors = std::move(renamed);
  }
  Outcome import(std::vector<std::string> more = {}) {
    weights.metadata["format"] = "pt";
    write_file(state, serialize_safetensors(weights));
    std::vector<std::string> arguments{"import", state, out, "--config", config, "--storage", "f32"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return latentwalk_run(arguments);
  }
};

bool draws_the_same(const std::string& path, const std::string& name) {
  const Model model = Model::parse(read_file(path), path),
              original = Model::parse(read_file(kFolder + name + ".safetensors"), name);
  const Tensor latents = sample_latents(original.spec(), 3, 6);
  const std::vector<std::int32_t> labels(original.spec().class_count > 0 ? 6 : 0, 1);
  return model.decode(latents, labels) == original.decode(latents, labels);
}

}  // namespace

TEST_CASE("import takes the names of our networks, of one Sequential by itself, and of a name map") {
  for (const std::string name : {"tiny-gan", "tiny-vae", "tiny-cgan"}) {
    CAPTURE(name);
    Foreign same(name);
    const Outcome run = same.import();
    REQUIRE_MESSAGE(run.status == 0, run.err);
    CHECK(draws_the_same(same.out, name));
  }
  Foreign bare("tiny-gan");
  bare.rename("generator.", "");
  bare.weights.tensors["1.num_batches_tracked"] = {DType::i64, {}, std::vector<std::uint8_t>(8)};
  const Outcome run = bare.import();
  REQUIRE_MESSAGE(run.status == 0, run.err);
  CHECK(draws_the_same(bare.out, "tiny-gan"));

  Foreign mapped("tiny-gan");
  mapped.rename("generator.0.", "project.");
  mapped.rename("generator.", "module.net.");
  write_text(mapped.map, R"({"generator.0": "project", "generator": "module.net"})");
  const Outcome other = mapped.import({"--map", mapped.map});
  REQUIRE_MESSAGE(other.status == 0, other.err);
  CHECK(draws_the_same(mapped.out, "tiny-gan"));
}

TEST_CASE("import joins two heads of an encoder into the layer that gives both") {
  Foreign vae("tiny-vae");
  std::string last;
  for (const auto& [name, stored] : vae.weights.tensors)
    if (name.starts_with("encoder.") && name.ends_with(".weight")) last = std::max(last, name);
  const std::string layer = last.substr(0, last.rfind('.'));
  for (const std::string what : {".weight", ".bias"}) {
    const StoredTensor both = vae.weights.tensors.at(layer + what);
    vae.weights.tensors.erase(layer + what);
    StoredTensor half = both;
    half.shape[0] /= 2;
    const auto middle = both.bytes.begin() + static_cast<std::ptrdiff_t>(both.bytes.size() / 2);
    half.bytes.assign(both.bytes.begin(), middle);
    vae.weights.tensors["fc_mu" + what] = half;
    half.bytes.assign(middle, both.bytes.end());
    vae.weights.tensors["fc_logvar" + what] = half;
  }
  write_text(vae.map, Json{{layer, {"fc_mu", "fc_logvar"}}}.dump());
  const Outcome run = vae.import({"--map", vae.map});
  REQUIRE_MESSAGE(run.status == 0, run.err);
  const Model model = Model::parse(read_file(vae.out), "out"),
              original = Model::parse(read_file(kFolder + "tiny-vae.safetensors"), "tiny-vae");
  const Tensor images = original.decode(sample_latents(original.spec(), 4, 3));
  CHECK(model.encode(images).mean == original.encode(images).mean);
  CHECK(model.encode(images).log_variance == original.encode(images).log_variance);
}

TEST_CASE("import names in one line every tensor that is missing, misshapen or taken by nothing") {
  Foreign gan("tiny-gan");
  StoredTensor bias = gan.weights.tensors.begin()->second;
  const std::string lost = gan.weights.tensors.begin()->first;
  gan.weights.tensors.erase(lost);
  const std::string bent = gan.weights.tensors.rbegin()->first;
  StoredTensor& stored = gan.weights.tensors.rbegin()->second;
  stored.shape.insert(stored.shape.begin(), 1);
  gan.weights.tensors["discriminator.0.weight"] = bias;
  CHECK(misreported(gan.import(), 1,
                    {gan.state, lost + " is missing", bent + ": expected the shape", "\"discriminator.0.weight\"",
                     "--ignore"}) == "");
  Foreign whole("tiny-gan");
  whole.weights.tensors["discriminator.0.weight"] = bias;
  CHECK(whole.import({"--ignore", "discriminator"}).status == 0);
  write_text(whole.map, R"({"generator.77": "x"})");
  CHECK(misreported(whole.import({"--ignore", "discriminator", "--map", whole.map}), 1,
                    {"generator.77", "is not the beginning of any parameter"}) == "");
  write_text(whole.map, R"({"generator": 3})");
  CHECK(misreported(whole.import({"--map", whole.map}), 1, {whole.map, "name or a list of names"}) == "");
  CHECK(listing(gan.folder.path()) == std::vector<std::string>{"config.json", "state.safetensors"});
}

TEST_CASE("import compares with the other program's pictures, and refuses others") {
  for (const std::string name : {"tiny-gan", "tiny-cgan"}) {
    CAPTURE(name);
    Foreign foreign(name);
    const Safetensors file = fixture(name);
    const Model model = Model::parse(read_file(kFolder + name + ".safetensors"), name);
    Safetensors check;
    check.tensors["latents"] = file.tensors.at("selftest.latents");
    if (file.tensors.contains("selftest.labels")) check.tensors["labels"] = file.tensors.at("selftest.labels");
    // As the network gives them, before they become ink.
    Tensor images = load(file.tensors.at("selftest.images"), "images");
    for (float& pixel : images)
      pixel = static_cast<float>(model.spec().value_low + pixel * (model.spec().value_high - model.spec().value_low));
    check.tensors["images"] = store(images);
    write_file(foreign.check, serialize_safetensors(check));
    const Outcome run = foreign.import({"--check", foreign.check});
    REQUIRE_MESSAGE(run.status == 0, run.err);
    CHECK(run.out.find("differ from the other program's by at most 0.0000") != std::string::npos);
    images.data()[5] += 0.25F;
    check.tensors["images"] = store(images);
    write_file(foreign.check, serialize_safetensors(check));
    CHECK(misreported(foreign.import({"--check", foreign.check}), 1,
                      {foreign.check, "differs by", "evaluation mode"}) == "");
  }
}

TEST_CASE("import reads a configuration with presets, and says where there is no such preset") {
  Foreign gan("tiny-gan");
  Json config = parse_json(fixture("tiny-gan").metadata.at("model"), "model");
  config["$schema"] = "schema.json";
  config["presets"] = {{"best", {{"name", "patched"}}}};
  write_text(gan.config, config.dump());
  REQUIRE(gan.import().status == 0);
  CHECK(Model::parse(read_file(gan.out), "out").spec().name == "patched");
  CHECK(misreported(gan.import({"--preset", "paper"}), 1, {gan.config, "no preset \"paper\""}) == "");
}

TEST_CASE("import reads every dtype of real numbers, and passes over ignored tensors whatever they are") {
  Foreign gan("tiny-gan");
  std::map<std::string, Tensor> rounded;
  for (auto& [name, stored] : gan.weights.tensors) {
    StoredTensor brain{DType::bf16, stored.shape, {}};
    for (std::size_t i = 0; i < stored.bytes.size(); i += 4) {
      stored.bytes[i] = stored.bytes[i + 1] = 0;  // BF16 is the upper half of F32
      brain.bytes.insert(brain.bytes.end(), {stored.bytes[i + 2], stored.bytes[i + 3]});
    }
    rounded[name] = load(stored, name);
    stored = brain;
  }
  const auto spoiled = [&](const char* dtype) {  // an ignored tensor whose dtype no one knows
    gan.weights.tensors["discriminator.step"] = {DType::boolean, {3}, {1, 0, 1}};
    std::vector<std::uint8_t> file = serialize_safetensors(gan.weights);
    const std::string text(file.begin(), file.end());
    std::copy_n(dtype, 4, file.begin() + static_cast<std::ptrdiff_t>(text.find("BOOL")));
    write_file(gan.path("spoiled.safetensors"), file);
    return latentwalk_run({"import", gan.path("spoiled.safetensors"), gan.out, "--config", gan.config, "--storage",
                           "f32", "--ignore", "discriminator"});
  };
  for (const char* dtype : {"BOOL", "F6_X"}) {
    const Outcome run = spoiled(dtype);
    REQUIRE_MESSAGE(run.status == 0, run.err);
  }
  const Safetensors made = parse_safetensors(read_file(gan.out), gan.out);
  for (const auto& [name, values] : rounded) CHECK(load(made.tensors.at(name), name) == values);
}

TEST_CASE("import names weights that a layer computes from others, also where they are mapped or ignored") {
  const struct {
    std::vector<std::string> parts;  // of generator.0.weight, the first with its shape
    const char *what, *advice;
  } forms[] = {
      {{"weight_orig", "weight_u", "weight_v"}, "spectral norm", "remove_spectral_norm"},
      {{"weight_v", "weight_g"}, "weight norm", "remove_weight_norm"},
      {{"parametrizations.weight.original1", "parametrizations.weight.original0"},
       "weight norm",
       "remove_parametrizations"},
      {{"parametrizations.weight.original", "parametrizations.weight.0._u"},
       "spectral norm",
       "remove_parametrizations"},
      {{"weight_orig", "weight_mask"}, "pruning", "prune.remove"},
      {{"weight", "weight_scale"}, "quantisation", "as floats"},
      {{"weight", "lora_A.weight", "lora_B.weight"}, "LoRA", "merge"},
  };
  for (const auto& form : forms) {
    CAPTURE(form.what);
    Foreign gan("tiny-gan");
    const StoredTensor weight = gan.weights.tensors.at("generator.0.weight");
    gan.weights.tensors.erase("generator.0.weight");
    std::vector<std::string> ignored;
    for (const std::string& part : form.parts) {
      const bool first = part == form.parts.front();
      gan.weights.tensors["generator.0." + part] = first ? weight : StoredTensor{DType::f32, {1}, {0, 0, 128, 63}};
      if (!first) ignored.insert(ignored.end(), {"--ignore", "generator.0." + part});
    }
    write_text(gan.map, Json{{"generator.0.weight", "generator.0." + form.parts.front()}}.dump());
    CHECK(misreported(gan.import(), 1, {gan.state, "generator.0.weight\" is computed from", form.what, form.advice}) ==
          "");
    ignored.insert(ignored.end(), {"--map", gan.map});
    CHECK(misreported(gan.import(ignored), 1, {gan.state, form.what, form.advice}) == "");
  }
  Foreign other("tiny-gan");  // of a network that is not read
  other.weights.tensors["discriminator.0.weight_u"] = {DType::f32, {1}, std::vector<std::uint8_t>(4)};
  CHECK(other.import({"--ignore", "discriminator"}).status == 0);
}

TEST_CASE("a weight beyond F16 is told as such, and infinities of the file as the file's") {
  Foreign gan("tiny-gan");
  Tensor bias = load(gan.weights.tensors.at("generator.0.bias"), "bias");
  bias(1) = 1e5F;
  gan.weights.tensors["generator.0.bias"] = store(bias);
  gan.weights.metadata["format"] = "pt";
  write_file(gan.state, serialize_safetensors(gan.weights));
  const auto import = [&](const char* storage) {
    return latentwalk_run({"import", gan.state, gan.out, "--config", gan.config, "--storage", storage});
  };
  CHECK(misreported(import("f16"), 1, {gan.state, "generator.0.bias", "100000", "65504", "--storage f32"}) == "");
  CHECK(import("f32").status == 0);
  CHECK(misreported(latentwalk_run({"convert", gan.out, gan.path("half.safetensors"), "--storage", "f16"}), 1,
                    {gan.out, "65504", "--storage f32"}) == "");
  bias(1) = std::numeric_limits<float>::infinity();
  gan.weights.tensors["generator.0.bias"] = store(bias);
  write_file(gan.state, serialize_safetensors(gan.weights));
  CHECK(misreported(import("f32"), 1, {gan.state, "generator.0.bias", "not a finite number"}) == "");
}

TEST_CASE("--check takes latents and images with PyTorch's axes, and labels of any dtype") {
  Foreign foreign("tiny-cgan");
  const Safetensors file = fixture("tiny-cgan");
  const Model model = Model::parse(read_file(kFolder + "tiny-cgan.safetensors"), "tiny-cgan");
  Safetensors check;
  StoredTensor latents = file.tensors.at("selftest.latents");
  const std::size_t count = latents.shape[0];
  latents.shape.insert(latents.shape.end(), {1, 1});
  check.tensors["latents"] = latents;
  Tensor images = load(file.tensors.at("selftest.images"), "images");
  for (float& pixel : images)
    pixel = static_cast<float>(model.spec().value_low + pixel * (model.spec().value_high - model.spec().value_low));
  check.tensors["images"] = store(images);
  check.tensors["images"].shape.insert(check.tensors["images"].shape.begin() + 1, 1);
  const std::size_t classes = model.spec().class_count;
  StoredTensor whole{DType::i64, {count}, std::vector<std::uint8_t>(8 * count)};
  StoredTensor one_hot{DType::u8, {count, classes}, std::vector<std::uint8_t>(classes * count)};
  std::size_t n = 0;
  for (const float label : load(file.tensors.at("selftest.labels"), "labels")) {
    whole.bytes[8 * n] = static_cast<std::uint8_t>(label);
    one_hot.bytes[classes * n++ + static_cast<std::size_t>(label)] = 1;
  }
  for (const StoredTensor& labels : {whole, one_hot}) {
    check.tensors["labels"] = labels;
    write_file(foreign.check, serialize_safetensors(check));
    const Outcome run = foreign.import({"--check", foreign.check});
    REQUIRE_MESSAGE(run.status == 0, run.err);
  }
  check.tensors["labels"] = whole;
  check.tensors["labels"].bytes[0] = 200;
  write_file(foreign.check, serialize_safetensors(check));
  CHECK(misreported(foreign.import({"--check", foreign.check}), 1, {foreign.check, "labels", "found 200"}) == "");
}
