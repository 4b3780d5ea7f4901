// latentwalk import: makes a model file from weights that another program trained (docs/interchange.md).
#include <algorithm>
#include <cmath>
#include <iostream>
#include <map>
#include <memory>
#include <string>

#include "import/numbers.hpp"
#include "import/selftest.hpp"
#include "import/state_dict.hpp"
#include "latentwalk/commands.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/printable.hpp"
#include "latentwalk/quantise.hpp"
#include "support/digits.hpp"
#include "support/files.hpp"

namespace latentwalk {
namespace {

constexpr std::size_t kSelftestCount = 8;
constexpr std::uint64_t kSelftestSeed = 20;
constexpr std::size_t kMostChecked = 64;  // the most pictures of --check, which go into the file

Json read_json(const std::string& path) { return parse_json(read_text(path), path); }

/// Reads the model of a configuration. Ignores the objective and the training settings, which may be missing.
ModelSpec read_spec(const std::string& path, const std::string& preset) {
  Json json = read_json(path);
  if (!json.is_object()) fail(path, ": a configuration must be an object (docs/configuration.md)");
  if (json.contains("presets")) {
    if (!json["presets"].contains(preset)) fail(path, ": there is no preset \"", preset, "\"");
    const Json patch = json["presets"][preset];
    json.merge_patch(patch);
  }
  for (const char* key : {"$schema", "objective", "training", "presets", "preset"}) json.erase(key);
  ModelSpec spec = parse_model_spec(json, path);
  spec.networks.erase("discriminator");  // a model file has none
  return spec;
}

/// Pictures of the other program: "latents" (N, latent_dim), "images" (the network's output for them) and "labels" (N).
struct Drawn {
  Tensor latents, images;
  std::vector<std::int32_t> labels;
};

/// The axes of one sample, all but the first. PyTorch's convolutional generators take latents of [N, dim, 1, 1].
std::size_t sample_size(const Tensor& tensor) {
  return tensor.dimension() == 0 || tensor.shape(0) == 0 ? 0 : tensor.size() / tensor.shape(0);
}

/// Class labels as numbers, or one-hot.
std::vector<std::int32_t> labels_of(const Tensor& stored, std::size_t count, std::size_t classes,
                                    const std::string& where) {
  const bool one_hot = sample_size(stored) == classes && classes > 1;
  if (stored.dimension() == 0 || stored.shape(0) != count || !(one_hot || sample_size(stored) == 1))
    fail(where, ": labels must be [", count, "] or, one-hot, [", count, ", ", classes, "], found ",
         shape_text(shape_of(stored)));
  std::vector<std::int32_t> labels;
  for (std::size_t n = 0; n < count; ++n) {
    const float* row = stored.data() + n * sample_size(stored);
    const float label = one_hot ? static_cast<float>(std::max_element(row, row + classes) - row) : *row;
    if (!(label >= 0 && label < static_cast<float>(classes)) || label != std::floor(label))
      fail(where, ": labels must be whole numbers from 0 to ", classes - 1, ", found ", label);
    labels.push_back(static_cast<std::int32_t>(label));
  }
  return labels;
}

Drawn read_drawn(const std::string& path, const ModelSpec& spec) {
  const Safetensors file = parse_safetensors(read_file(path), path);
  const auto read = [&](const char* name) {
    const auto found = file.tensors.find(name);
    if (found == file.tensors.end()) fail(path, ": the tensor \"", name, "\" is missing");
    return load_numbers(found->second, path + ": tensor \"" + name + "\"");
  };
  Drawn drawn{read("latents"), read("images"), {}};
  const std::size_t count = drawn.latents.dimension() == 0 ? 0 : drawn.latents.shape(0);
  if (count == 0 || count > kMostChecked || sample_size(drawn.latents) != latent_dim(spec))
    fail(path, ": latents must be [1 to ", kMostChecked, ", ", latent_dim(spec), "], found ",
         shape_text(shape_of(drawn.latents)));
  drawn.latents.reshape({count, latent_dim(spec)});
  if (drawn.images.dimension() == 0 || drawn.images.shape(0) != count ||
      sample_size(drawn.images) != spec.image_height * spec.image_width)
    fail(path, ": images must be ", count, " of ", spec.image_height, " x ", spec.image_width, ", found ",
         shape_text(shape_of(drawn.images)));
  if (spec.class_count > 0) drawn.labels = labels_of(read("labels"), count, spec.class_count, path);
  return drawn;
}

/// The largest difference between two pixels in [0, 1].
double largest_difference(const Tensor& ours, const Tensor& theirs, const ModelSpec& spec) {
  double largest = 0;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const double pixel = (static_cast<double>(theirs.data()[i]) - spec.value_low) / (spec.value_high - spec.value_low);
    const double difference = std::abs(pixel - ours.data()[i]);
    if (!(difference <= largest)) largest = difference;  // keeps a NaN
  }
  return largest;
}

struct ImportOptions {
  std::string weights, config, preset = "best", map, check, storage = "f16";
  std::vector<std::string> ignored;
  std::filesystem::path out;
};

void import(const ImportOptions& options) {
  check_extension(options.out, {".safetensors"});
  check_not_source(options.out, {options.weights, options.config, options.map, options.check});
  const DType storage = kStorages.at(options.storage);
  ModelFile file;
  file.spec = read_spec(options.config, options.preset);
  NameMap map = options.map.empty() ? NameMap{} : parse_name_map(read_json(options.map), options.map);
  map.ignored = options.ignored;
  const auto weights = read_state_dict(parse_safetensors(read_file(options.weights), options.weights, map.ignored),
                                       file.spec, map, options.weights);
  file.training = {{"imported_from", std::filesystem::path(options.weights).filename().string()}};

  std::string proof = "not compared with the program that trained it (--check)";
  Drawn drawn;
  if (!options.check.empty()) {
    drawn = read_drawn(options.check, file.spec);
    const double difference = largest_difference(
        Model::from_weights(file.spec, weights).decode(drawn.latents, drawn.labels), drawn.images, file.spec);
    if (!(difference <= kSelftestTolerance))
      fail(
          options.check, ": a pixel differs by ", difference, ", at most ", kSelftestTolerance,
          " allowed: check that the network is the same, in evaluation mode, and that image.range is its output range");
    proof = "its pictures differ from the other program's by at most " + std::to_string(difference);
  } else {
    drawn.latents = sample_latents(file.spec, kSelftestSeed, kSelftestCount);
    drawn.labels = labels_in_turn(file.spec, kSelftestCount);
  }

  for (const auto& [role, network] : file.spec.networks)
    for (const Parameter& parameter : network_parameters(network, role))
      file.weights[parameter.name] = as_stored(parameter, weights.at(parameter.name), storage, options.weights);
  make_selftest(file, drawn.latents, drawn.labels);
  const std::vector<std::uint8_t> bytes = serialize_model(file, storage);
  write_file(options.out, bytes);
  std::cout << printable(options.out.string()) << ": " << file.spec.name << ", " << weights.size()
            << " tensors, weights as " << dtype_name(storage) << ", " << bytes.size() << " bytes; " << proof << "\n";
}

}  // namespace

void add_import(CLI::App& program) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App* command =
      program.add_subcommand("import", "Make a model file from weights that PyTorch saved as safetensors");
  command->add_option("weights", options->weights, "The state dict (.safetensors)")->required();
  command->add_option("out", options->out, "The model file to write (.safetensors)")->required();
  command->add_option("--config", options->config, "The configuration that describes the network (configs/NAME.json)")
      ->required();
  command->add_option("--preset", options->preset, "A preset of the configuration")->capture_default_str();
  command->add_option("--map", options->map,
                      "JSON file that maps our tensor names to theirs, such as {\"generator.0\": \"main.0\"}");
  command->add_option("--ignore", options->ignored, "Skip tensors whose names begin like this; can be repeated")
      ->allow_extra_args(false);
  command->add_option("--check", options->check,
                      "Latents and the images that the other program drew from them, to compare with (.safetensors)");
  command->add_option("--storage", options->storage, "f32, f16 or i8")
      ->check(CLI::IsMember({"f32", "f16", "i8"}))
      ->capture_default_str();
  command->callback([options] { import(*options); });
}

}  // namespace latentwalk
