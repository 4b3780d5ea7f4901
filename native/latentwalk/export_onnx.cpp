// latentwalk export-onnx: writes a model's network for ONNX Runtime and other programs that read ONNX.
#include <iostream>
#include <memory>
#include <string>

#include "latentwalk/commands.hpp"
#include "latentwalk/printable.hpp"
#include "latentwalk/safetensors.hpp"
#include "onnx/onnx_export.hpp"
#include "support/digits.hpp"
#include "support/files.hpp"
#include "support/model_file.hpp"

namespace latentwalk {

void add_export_onnx(CLI::App& program) {
  struct Options {
    std::string model, network;
    std::filesystem::path out;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand("export-onnx", "Write a model's network as ONNX");
  command->add_option("MODEL", options->model, "A model file, or a shipped model's name")->required()->type_name("");
  command->add_option("out", options->out, "The ONNX file to write")->required();
  command->add_option("--network", options->network, "generator, decoder or encoder [the network that draws images]")
      ->check(CLI::IsMember({"generator", "decoder", "encoder"}));
  command->callback([options] {
    check_extension(options->out, {".onnx"});
    const LoadedModel loaded = load_model(options->model);
    check_not_source(options->out, {loaded.path});
    const ModelSpec& spec = loaded.model.spec();
    const std::string network = options->network.empty() ? image_network_name(spec.family) : options->network;
    const Safetensors file = parse_safetensors(read_file(loaded.path), loaded.path.string());
    write_file(options->out, export_onnx(spec, file, network));
    std::cout << printable(options->out.string()) << ": " << network << " of " << spec.name << "\n";
  });
}

}  // namespace latentwalk
