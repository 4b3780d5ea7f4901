// latentwalk inspect: prints the contents of a model file, as text or with --json for programs.

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

#include "latentwalk/commands.hpp"
#include "latentwalk/printable.hpp"
#include "latentwalk/safetensors.hpp"
#include "latentwalk/spec.hpp"
#include "support/model_file.hpp"
#include "support/spec_words.hpp"

namespace latentwalk {
namespace {

struct LayerRow {
  std::string type, options;
  Shape output;
  std::size_t parameters = 0;
};

/// Pads a text to `width` characters. setw counts bytes, and "×" has two.
std::string padded(std::string text, std::size_t width) {
  std::size_t length = 0;
  for (const char byte : text) length += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
  if (length < width) text.append(width - length, ' ');
  return text;
}

template <class Convolution>
std::string convolution_words(const Convolution& layer) {
  std::ostringstream text;
  text << "kernel " << layer.kernel << ", stride " << layer.stride << ", padding " << layer.padding
       << (layer.bias ? "" : ", no bias");
  return text.str();
}

/// The options of a layer that its output shape does not show.
std::string option_words(const Layer& layer) {
  std::ostringstream text;
  if (const auto* linear = std::get_if<Linear>(&layer)) text << (linear->bias ? "" : "no bias");
  if (const auto* conv = std::get_if<Conv2d>(&layer)) text << convolution_words(*conv);
  if (const auto* conv = std::get_if<ConvTranspose2d>(&layer)) text << convolution_words(*conv);
  if (const auto* pool = std::get_if<MaxPool2d>(&layer))
    text << "kernel " << pool->kernel << ", stride " << pool->stride;
  if (const auto* leaky = std::get_if<LeakyRelu>(&layer)) text << "slope " << leaky->slope;
  return text.str();
}

std::vector<LayerRow> layer_rows(const NetworkSpec& network, const std::string& name) {
  const std::vector<Shape> shapes = layer_shapes(network, name);
  const std::vector<std::size_t> parameters = parameter_counts(network);
  std::vector<LayerRow> rows;
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    rows.push_back({layer_type(network.layers[i]), option_words(network.layers[i]), shapes[i + 1], parameters[i]});
  }
  return rows;
}

Json prior_json(const GaussianMixture* prior) {
  return prior == nullptr ? Json() : Json{{"classes", prior->class_count()}, {"components", prior->component_count()}};
}

Json as_json(const LoadedModel& loaded) {
  const ModelSpec& spec = loaded.model.spec();
  Json networks = Json::object();
  for (const auto& [name, network] : spec.networks) {
    Json layers = Json::array();
    const std::vector<LayerRow> rows = layer_rows(network, name);
    for (const LayerRow& row : rows) {
      layers.push_back({{"type", row.type}, {"output", row.output}, {"parameters", row.parameters}});
    }
    networks[name] = {
        {"input", network.input}, {"parameters", parameter_count(network)}, {"layers", std::move(layers)}};
  }
  return {{"file", loaded.path.string()},
          {"file_size", loaded.file_size},
          {"storage", dtype_name(loaded.model.storage())},
          {"fitted_prior", prior_json(loaded.model.fitted_prior())},
          {"selftest_error", loaded.model.selftest_error()},
          {"selftest_tolerance", kSelftestTolerance},
          {"training", loaded.model.training()},
          {"networks", std::move(networks)},
          {"spec", model_spec_json(spec)}};
}

class Printer {
 public:
  Printer() : bold_(::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr) {}

  void title(const std::string& text, const std::string& rest) const {
    std::cout << (bold_ ? "\033[1m" : "") << printable(text) << (bold_ ? "\033[0m" : "") << (rest.empty() ? "" : "  ")
              << printable(rest) << "\n";
  }
  static void fact(const std::string& name, const std::string& value, std::size_t width = 12) {
    std::cout << "  " << padded(printable(name), width) << printable(value) << "\n";
  }

 private:
  bool bold_;
};

std::string scientific(double value) {
  std::ostringstream text;
  text << std::setprecision(2) << value;
  return text.str();
}

void print_network(const Printer& printer, const std::string& name, const NetworkSpec& network) {
  const std::vector<LayerRow> rows = layer_rows(network, name);
  std::cout << "\n";
  printer.title(name, shape_words(network.input) + " → " +
                          shape_words(rows.empty() ? network.input : rows.back().output) + ", " +
                          with_commas(parameter_count(network)) + " parameters");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::ostringstream line;
    line << "  " << std::setw(3) << i << "  " << padded(rows[i].type, 18) << padded(shape_words(rows[i].output), 16)
         << std::setw(10) << (rows[i].parameters == 0 ? "" : with_commas(rows[i].parameters)) << "   "
         << rows[i].options;
    std::string text = line.str();
    text.erase(text.find_last_not_of(' ') + 1);
    std::cout << text << "\n";
  }
}

void print(const LoadedModel& loaded) {
  const ModelSpec& spec = loaded.model.spec();
  const Printer printer;
  printer.title(spec.name, spec.description);
  Printer::fact("family", spec.family == Family::gan ? "generative adversarial network" : "variational autoencoder");
  for (const LatentBlock& block : spec.latent) Printer::fact("latent " + block.name, prior_words(block));
  if (const GaussianMixture* prior = loaded.model.fitted_prior())
    Printer::fact("prior", "fitted: mixture of " + std::to_string(prior->component_count()) + " normals" +
                               (spec.class_count > 0 ? " for each class" : ""));
  std::string classes = spec.class_count == 0 ? "none: unconditional" : std::to_string(spec.class_count);
  for (std::size_t i = 0; i < spec.classes.size(); ++i) classes += (i == 0 ? ": " : ", ") + spec.classes[i];
  Printer::fact("classes", classes);
  Printer::fact("images", std::to_string(spec.image_width) + " × " + std::to_string(spec.image_height) + ", grey");
  Printer::fact("file", loaded.path.string() + ", " + with_commas(loaded.file_size) + " bytes, weights stored as " +
                            dtype_name(loaded.model.storage()));
  Printer::fact("self-test", "passed: largest difference " + scientific(loaded.model.selftest_error()) + ", " +
                                 scientific(kSelftestTolerance) + " allowed");
  for (const auto& [name, network] : spec.networks) print_network(printer, name, network);
  if (!loaded.model.training().empty()) {
    std::cout << "\n";
    printer.title("training", "");
    std::size_t width = 12;
    for (const auto& [name, value] : loaded.model.training()) width = std::max(width, name.size() + 2);
    for (const auto& [name, value] : loaded.model.training()) Printer::fact(name, value, width);
  }
}

}  // namespace

void add_inspect(CLI::App& program) {
  auto model = std::make_shared<std::string>();
  auto json = std::make_shared<bool>(false);
  CLI::App* command = program.add_subcommand("inspect", "Print the contents of a model file, and check that it works");
  command->add_option("MODEL", *model, "A model file, or a shipped model's name")->required()->type_name("");
  command->add_flag("--json", *json, "Print JSON");
  command->callback([model, json] {
    const LoadedModel loaded = load_model(*model);
    if (*json) {
      std::cout << as_json(loaded).dump(2, ' ', true, Json::error_handler_t::replace) << "\n";
    } else {
      print(loaded);
    }
  });
}

}  // namespace latentwalk
