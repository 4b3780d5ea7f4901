// Every network of configs/ and every shipped model: the core against LibTorch.
#include <filesystem>
#include <vector>

#include "latentwalk/config.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/model.hpp"
#include "support/files.hpp"
#include "tests/support/parity.hpp"
#include "tests/support/torch_doctest.hpp"
#include "trainer/networks/export.hpp"
#include "trainer/networks/prior.hpp"

using namespace latentwalk;
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> files_in(const char* folder, const char* extension) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == extension && entry.path().stem() != "schema") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

Config load_config(const fs::path& path, const std::string& preset) {
  return resolve_config(read_text(path), preset, {}, path.string());
}

}  // namespace

TEST_CASE("every network of every configuration and preset gives in the core what it gives in LibTorch") {
  const auto paths = files_in(LATENTWALK_CONFIGS, ".json");
  REQUIRE(paths.size() >= 8);
  for (const fs::path& path : paths) {
    const Json presets = parse_json(read_text(path), path.string())["presets"];
    for (const auto& item : presets.items()) {
      const std::string preset = item.key();
      const Config config = load_config(path, preset);
      for (const auto& [name, spec] : config.model.networks) {
        CAPTURE(path.string());
        CAPTURE(preset);
        CAPTURE(name);
        torch::manual_seed(3);
        TorchNetwork network(spec, name, config.training.init);
        disturb_statistics(network);
        CHECK(parity_error(network, 5) <= kParityTolerance);
      }
    }
  }
}

TEST_CASE("an exported model, stored as F32 and as F16, decodes and encodes in the core as in LibTorch") {
  for (const fs::path& path : files_in(LATENTWALK_CONFIGS, ".json")) {
    for (const DType storage : {DType::f32, DType::f16}) {
      CAPTURE(path.string());
      CAPTURE(dtype_name(storage));
      const Config config = load_config(path, "best");
      torch::manual_seed(4);
      TorchNetworks networks;
      for (const auto& [name, spec] : config.model.networks) {
        networks.emplace(name, TorchNetwork(spec, name, config.training.init));
        disturb_statistics(networks.at(name));
      }
      const auto bytes = export_model(config.model, networks, networks.at(image_network_name(config.model.family)),
                                      storage, {{"epochs", "0"}});
      const Model model = Model::parse(bytes, "exported");
      CHECK(model.selftest_error() <= kParityTolerance);
      CHECK(model.storage() == storage);
      CHECK(model.training().at("epochs") == "0");
      CHECK(model.has_encoder() == (config.model.family == Family::vae));
    }
  }
}

TEST_CASE("every shipped model decodes and encodes in the core as in LibTorch") {
  const auto paths = files_in(LATENTWALK_MODELS, ".safetensors");
  REQUIRE(paths.size() >= 3);
  for (const fs::path& path : paths) {
    CAPTURE(path.string());
    const auto bytes = read_file(path);
    const Model model = Model::parse(bytes, path.string());
    const Safetensors file = parse_safetensors(bytes, path.string());
    const ModelSpec& spec = model.spec();
    CHECK(model.selftest_error() <= kParityTolerance);

    const auto labels = labels_in_turn(spec, 64);
    const Tensor latents = sample_latents(spec, 77, 64);
    const Tensor images = model.decode(latents, labels);
    const TorchNetwork image_network = network_of(spec, file, image_network_name(spec.family));
    CHECK(largest_difference(images, decode_images(spec, image_network, torch_tensor(latents), labels)) <=
          kParityTolerance);

    if (!model.has_encoder()) continue;
    const Codes codes = model.encode(images, labels);
    const TorchNetwork encoder = network_of(spec, file, "encoder");
    torch::Tensor input = torch_tensor(images).reshape({64, -1});
    if (spec.class_count > 0) {
      const auto classes = torch::tensor(std::vector<std::int64_t>(labels.begin(), labels.end()), torch::kInt64);
      input = torch::cat({input, one_hot_labels(classes, static_cast<std::int64_t>(spec.class_count))}, 1);
    }
    const torch::NoGradGuard no_grad;
    const auto parts = encoder.forward(input.reshape(batch_shape(64, encoder.spec().input)), false).chunk(2, 1);
    CHECK(largest_difference(codes.mean, parts[0]) <= kParityTolerance);
    CHECK(largest_difference(codes.log_variance, parts[1]) <= kParityTolerance);
  }
}
