// latentwalk export and export-onnx: write a model for other programs.
#include <iostream>
#include <memory>
#include <string>

#include "export/c_header.hpp"
#include "export/torch_module.hpp"
#include "latentwalk/commands.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/printable.hpp"
#include "latentwalk/safetensors.hpp"
#include "onnx/onnx_export.hpp"
#include "support/digits.hpp"
#include "support/files.hpp"
#include "support/model_file.hpp"

namespace latentwalk {
namespace {

struct ExportOptions {
  std::string model, network;
  std::filesystem::path out;
  int opset = 13;
};

void export_model(const ExportOptions& options) {
  const LoadedModel loaded = load_model(options.model);
  check_not_source(options.out, {loaded.path});
  const ModelSpec& spec = loaded.model.spec();
  const std::string extension = extension_of(options.out);
  const std::string network = options.network.empty() ? image_network_name(spec.family) : options.network;
  const Safetensors file = parse_safetensors(read_file(loaded.path), loaded.path.string());
  if (extension == ".onnx") {
    write_file(options.out, export_onnx(spec, file, network, options.opset));
    std::cout << printable(options.out.string()) << ": " << network << " of " << spec.name << "\n";
    return;
  }
  if (!options.network.empty() && (extension == ".safetensors" || network != image_network_name(spec.family)))
    fail("--network is for ONNX; ", extension, " files hold ",
         extension == ".h" ? "the network that draws" : "all networks");
  if (extension == ".h") {
    write_text(options.out, c_header(spec, file));
    std::cout << printable(options.out.string()) << ": " << network << " of " << spec.name << "\n";
  } else {
    write_file(options.out, serialize_safetensors(torch_weights(spec, file)));
    std::cout << torch_module_text(spec, options.out.string());
  }
}

void add_options(CLI::App& command, ExportOptions& options, const char* out) {
  command.add_option("MODEL", options.model, "A model file, or a shipped model's name")->required()->type_name("");
  command.add_option("out", options.out, out)->required();
  command.add_option("--network", options.network, "generator, decoder or encoder [the network that draws images]")
      ->check(CLI::IsMember({"generator", "decoder", "encoder"}));
  command.add_option("--opset", options.opset, "Version of the ONNX operators, 13 to 17")
      ->check(CLI::Range(13, 17))
      ->capture_default_str();
}

}  // namespace

void add_export(CLI::App& program) {
  auto options = std::make_shared<ExportOptions>();
  CLI::App* command = program.add_subcommand("export", "Write a model for PyTorch, ONNX or C");
  add_options(*command, *options,
              "What to write: .onnx, .safetensors for PyTorch (prints the module that loads it), or .h, a header of C");
  command->callback([options] {
    check_extension(options->out, {".onnx", ".safetensors", ".h"});
    export_model(*options);
  });
}

void add_export_onnx(CLI::App& program) {
  auto options = std::make_shared<ExportOptions>();
  CLI::App* command = program.add_subcommand("export-onnx", "Write a model's network as ONNX");
  add_options(*command, *options, "The ONNX file to write");
  command->callback([options] {
    check_extension(options->out, {".onnx"});
    export_model(*options);
  });
}

}  // namespace latentwalk
