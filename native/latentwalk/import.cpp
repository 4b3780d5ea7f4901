// latentwalk import: makes a model file from weights that another program trained (docs/interchange.md).
#include <algorithm>
#include <cmath>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "import/guess.hpp"
#include "import/numbers.hpp"
#include "import/onnx_network.hpp"
#include "import/selftest.hpp"
#include "import/state_dict.hpp"
#include "import/torch_file.hpp"
#include "latentwalk/commands.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/printable.hpp"
#include "latentwalk/quantise.hpp"
#include "latentwalk/spec_json.hpp"
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

/// The tensors of a safetensors file or of one that torch.save wrote.
StateDict parse_tensors(const std::vector<std::uint8_t>& bytes, const std::string& path, const std::string& key,
                        const std::vector<std::string>& ignored) {
  if (is_torch_file(bytes)) return parse_torch(bytes, path, key, ignored);
  if (!key.empty()) fail(path, ": --key is for checkpoints that torch.save wrote");
  return {parse_safetensors(bytes, path, ignored), {}, {}};
}

Drawn read_drawn(const std::string& path, const ModelSpec& spec) {
  const Safetensors file = parse_tensors(read_file(path), path, "", {}).file;
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
  std::string weights, config, preset = "best", map, check, storage = "f16", key, size, range, write_config;
  std::vector<std::string> ignored;
  std::filesystem::path out;
  GuessOptions guess;
};

/// A model's name from that of a file: "netG_epoch_24.pth" gives "netg-epoch-24".
std::string name_from(const std::string& path) {
  std::string name;
  for (const char c : std::filesystem::path(path).stem().string()) {
    const auto letter = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    const bool is_plain = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
    if (is_plain || (!name.empty() && name.back() != '-')) name += is_plain ? letter : '-';
  }
  name.resize(std::min<std::size_t>(name.size(), 64));
  while (name.ends_with('-')) name.pop_back();
  return name.empty() ? "imported" : name;
}

/// The options as the library takes them.
GuessOptions guess_options(const ImportOptions& options) {
  GuessOptions guess = options.guess;
  if (guess.name.empty()) guess.name = name_from(options.weights);
  if (!options.range.empty()) guess.signed_pixels = options.range == "-1,1";
  if (options.size.empty()) return guess;
  const std::size_t by = std::min(options.size.find('x'), options.size.size());
  const auto number = [&](const std::string& text) -> std::size_t {
    if (text.empty() || text.size() > 4 || text.find_first_not_of("0123456789") != std::string::npos ||
        std::stoul(text) == 0)
      fail("--image-size must be a number of pixels such as 28 or 28x20, found ", in_quotes(options.size));
    return std::stoul(text);
  };
  guess.width = number(options.size.substr(0, by));
  guess.height = by == options.size.size() ? guess.width : number(options.size.substr(by + 1));
  return guess;
}

/// Whether a tensor has the name that one of the model's parameters has, or has it without the network's name.
bool has_our_names(const Safetensors& file, const ModelSpec& spec) {
  for (const auto& [role, network] : spec.networks)
    for (const Parameter& parameter : network_parameters(network, role))
      if (file.tensors.contains(parameter.name) ||
          (spec.networks.size() == 1 && file.tensors.contains(parameter.name.substr(role.size() + 1))))
        return true;
  return false;
}

std::string layers_text(const NetworkSpec& network) {
  std::string text;
  for (const Layer& layer : network.layers) text += (text.empty() ? "" : ", ") + std::string(layer_type(layer));
  return text;
}

/// Reads weights that lie beside an ONNX file, and nothing that a link leads to elsewhere.
ReadBeside beside(const std::string& path) {
  return [folder = std::filesystem::path(path).parent_path()](const std::string& name) {
    const std::filesystem::path file = folder / name;
    std::error_code failed;
    const auto real = std::filesystem::canonical(file, failed);
    if (failed) fail(file.string(), ": cannot be read: the ONNX file's weights should be there");
    if (real.parent_path() != std::filesystem::canonical(folder.empty() ? "." : folder))
      fail(file.string(), ": a link to another folder, ", in_quotes(real.string()),
           "; only a file in the ONNX file's own folder is read");
    return read_file(file);
  };
}

/// An ONNX file tells its network; a configuration, if there is one, has to have the same.
Guess read_onnx(const ImportOptions& options, const std::vector<std::uint8_t>& bytes) {
  if (!options.map.empty() || !options.ignored.empty() || !options.key.empty())
    fail(options.weights, ": --map, --ignore and --key are for state dicts, not for ONNX");
  Guess model = model_of_onnx(parse_onnx(bytes, options.weights, beside(options.weights)), guess_options(options),
                              options.weights);
  if (options.config.empty()) return model;
  const ModelSpec spec = read_spec(options.config, options.preset);
  const std::string role = image_network_name(spec.family);
  const NetworkSpec ours{{latent_dim(spec) + spec.class_count}, model.spec.networks.at("generator").layers};
  if (spec.networks.size() != 1 || network_spec_json(spec.networks.at(role)) != network_spec_json(ours))
    fail(options.config, ": networks must be the one of ", options.weights, ", ", role, ": ", layers_text(ours),
         "; --write-config without --config writes it");
  Guess renamed{spec, {}, {}};
  for (auto& [name, values] : model.weights)
    renamed.weights[role + name.substr(std::string_view("generator").size())] = std::move(values);
  return renamed;
}

/// What --check shows before anything is guessed: the size of the images and how many latent numbers there are.
GuessOptions with_facts(GuessOptions options, const Safetensors& drawn, const StateDict& dict,
                        const std::string& where) {
  const auto images = drawn.tensors.find("images"), latents = drawn.tensors.find("latents");
  if (images == drawn.tensors.end() || latents == drawn.tensors.end()) return options;  // read_drawn says it
  const Shape &shape = images->second.shape, &given = latents->second.shape;
  if (options.width == 0 && shape.size() >= 3 && shape.back() > 1 && shape[shape.size() - 2] > 1) {
    options.width = shape.back();
    options.height = shape[shape.size() - 2];
  }
  const std::size_t inputs = latent_dim(guess_model(dict, options, where).spec);
  const std::size_t numbers = given.empty() || given[0] == 0 ? 0 : element_count(given) / given[0];
  if (options.classes == 0 && numbers > 0 && numbers < inputs && drawn.tensors.contains("labels"))
    options.classes = inputs - numbers;
  return options;
}

/// Tries what a state dict leaves open until the pictures are those of --check. Returns the first guess, the likeliest,
/// if none is right.
Guess guess_by_check(const StateDict& dict, const ImportOptions& options) {
  constexpr std::size_t kMostPlans = 12, kMostTries = 400;
  const Safetensors drawn_file = parse_tensors(read_file(options.check), options.check, "", {}).file;
  const GuessOptions given = with_facts(guess_options(options), drawn_file, dict, options.weights);
  const Guess first = guess_model(dict, given, options.weights);
  std::set<std::string> tried;
  for (std::size_t plan = 0; plan < kMostPlans; ++plan)
    for (const std::optional<bool> seam : {std::optional<bool>(), std::optional(false), std::optional(true)})
      for (const std::optional<double> eps :
           {std::optional<double>(), std::optional(1e-5), std::optional(0.8), std::optional(1e-3)})
        for (const bool classes_first : {false, true})
          for (const bool signed_pixels : {first.spec.value_low < 0, first.spec.value_low == 0})
            for (const char* activation : {"", "relu", "leaky_relu:0.2", "leaky_relu:0.01", "tanh", "sigmoid"}) {
              GuessOptions attempt = given;
              attempt.plan = plan;
              attempt.seam = seam;
              if (!attempt.eps) attempt.eps = eps;
              attempt.classes_first = attempt.classes_first || classes_first;
              if (!attempt.signed_pixels) attempt.signed_pixels = signed_pixels;
              if (attempt.activation.empty()) attempt.activation = activation;
              Guess guess = guess_model(dict, attempt, options.weights);
              const char* order = guess.spec.class_count > 0 && attempt.classes_first ? "first" : "";
              if (!tried.insert(order + model_spec_json(guess.spec).dump()).second) continue;
              if (tried.size() > kMostTries) return first;
              const Drawn drawn = read_drawn(options.check, guess.spec);
              const double difference =
                  largest_difference(Model::from_weights(guess.spec, guess.weights).decode(drawn.latents, drawn.labels),
                                     drawn.images, guess.spec);
              if (!(difference <= kSelftestTolerance)) continue;
              if (tried.size() > 1)
                guess.reasons.push_back("the " + std::to_string(tried.size()) +
                                        ". guess, the first that draws the pictures of --check");
              return guess;
            }
  return first;
}

/// The model and its weights: guessed, or as the configuration says.
Guess read_model(const ImportOptions& options) {
  const std::vector<std::uint8_t> bytes = read_file(options.weights);
  if (is_onnx_file(bytes)) return read_onnx(options, bytes);
  const StateDict dict = parse_tensors(bytes, options.weights, options.key, options.ignored);
  if (options.config.empty())
    return options.check.empty() ? guess_model(dict, guess_options(options), options.weights)
                                 : guess_by_check(dict, options);
  Guess model;
  model.spec = read_spec(options.config, options.preset);
  NameMap map = options.map.empty() ? NameMap{} : parse_name_map(read_json(options.map), options.map);
  map.ignored = options.ignored;
  model.weights = options.map.empty() && !has_our_names(dict.file, model.spec)
                      ? weights_in_order(dict, model.spec, options.weights)
                      : read_state_dict(dict.file, model.spec, map, options.weights);
  return model;
}

/// What was guessed, in one line.
std::string joined(const Guess& model) {
  std::string text;
  for (const std::string& reason : model.reasons) text += (text.empty() ? "" : "; ") + reason;
  return text;
}

void print_guess(const Guess& model, const std::string& path) {
  std::cout << printable(path) << ": the network, without --config:\n";
  for (const auto& [role, network] : model.spec.networks)
    std::cout << "  " << role << ": " << layers_text(network) << "\n";
  for (const std::string& reason : model.reasons) std::cout << "  " << printable(reason) << "\n";
}

void import(const ImportOptions& options) {
  check_extension(options.out, {".safetensors"});
  check_not_source(options.out, {options.weights, options.config, options.map, options.check});
  check_not_source(options.write_config, {options.weights, options.config, options.map, options.check, options.out});
  const DType storage = kStorages.at(options.storage);
  const Guess model = read_model(options);
  const std::map<std::string, Tensor>& weights = model.weights;
  ModelFile file;
  file.spec = model.spec;
  file.training = {{"imported_from", std::filesystem::path(options.weights).filename().string()}};

  std::string proof = "not compared with the program that trained it (--check)";
  Drawn drawn;
  if (!options.check.empty()) {
    drawn = read_drawn(options.check, file.spec);
    const double difference = largest_difference(
        Model::from_weights(file.spec, weights).decode(drawn.latents, drawn.labels), drawn.images, file.spec);
    if (!(difference <= kSelftestTolerance))
      fail(options.check, ": a pixel differs by ", difference, ", at most ", kSelftestTolerance,
           " allowed: check that the network is the same, in evaluation mode, and that image.range is its output range",
           options.config.empty() ? "; the guess was: " + joined(model) : "");
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
  if (!options.write_config.empty()) write_text(options.write_config, model_spec_json(file.spec).dump(2) + "\n");
  write_file(options.out, bytes);
  if (options.config.empty()) print_guess(model, options.weights);
  std::cout << printable(options.out.string()) << ": " << file.spec.name << ", " << weights.size()
            << " tensors, weights as " << dtype_name(storage) << ", " << bytes.size() << " bytes; " << proof << "\n";
}

}  // namespace

void add_import(CLI::App& program) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App* command = program.add_subcommand("import", "Make a model file from weights of PyTorch or an ONNX network");
  command->add_option("weights", options->weights, "The state dict or checkpoint (.pt, .pth, .safetensors)")
      ->required();
  command->add_option("out", options->out, "The model file to write (.safetensors)")->required();
  CLI::Option* config = command->add_option(
      "--config", options->config, "The configuration that describes the network (configs/NAME.json) [guessed]");
  command->add_option("--preset", options->preset, "A preset of the configuration")->capture_default_str();
  command->add_option("--key", options->key, "Which state dict of a checkpoint, such as generator_state_dict");
  command->add_option("--map", options->map,
                      "JSON file that maps our tensor names to theirs, such as {\"generator.0\": \"main.0\"}");
  command->add_option("--ignore", options->ignored, "Skip tensors whose names begin like this; can be repeated")
      ->allow_extra_args(false);
  command->add_option("--check", options->check,
                      "Latents and the images that the other program drew from them, to compare with (.safetensors)");
  command->add_option("--storage", options->storage, "f32, f16 or i8")
      ->check(CLI::IsMember({"f32", "f16", "i8"}))
      ->capture_default_str();
  command->add_option("--write-config", options->write_config, "Write the configuration to this file (.json)");
  // What a guess cannot know.
  GuessOptions& guess = options->guess;
  command->add_option("--name", guess.name, "The model's name [from the file's]")->excludes(config);
  command->add_option("--latent", guess.latent, "Latent numbers, such as 100 or 62,categorical:10,uniform:2")
      ->excludes(config);
  command->add_option("--classes", guess.classes, "How many inputs are a one-hot class label")
      ->check(CLI::Range(1, 1000))
      ->excludes(config);
  command->add_flag("--classes-first", guess.classes_first, "The class label comes before the latent vector")
      ->excludes(config);
  command->add_option("--image-size", options->size, "Pixels of an image, such as 28 or 28x20")->excludes(config);
  command->add_option("--range", options->range, "The network's output for paper and ink: 0,1 or -1,1")
      ->check(CLI::IsMember({"0,1", "-1,1"}))
      ->excludes(config);
  command->add_option("--activation", guess.activation, "Between layers: relu, leaky_relu:0.2, tanh or sigmoid")
      ->excludes(config);
  command->add_option("--eps", guess.eps, "Of batch norms")->check(CLI::Range(1e-12, 1.0))->excludes(config);
  command->callback([options] { import(*options); });
}

}  // namespace latentwalk
