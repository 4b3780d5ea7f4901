// latentwalk convert: writes a model file with its weights stored in another type. I8 takes half the bytes of F16.
#include <iostream>
#include <map>
#include <memory>
#include <string>

#include "import/selftest.hpp"
#include "latentwalk/commands.hpp"
#include "latentwalk/printable.hpp"
#include "latentwalk/quantise.hpp"
#include "support/digits.hpp"
#include "support/files.hpp"
#include "support/model_file.hpp"

namespace latentwalk {
namespace {

/// A self-test of the latents in the file, computed with the weights as they will be stored.
void renew_selftest(ModelFile& file, const Safetensors& original) {
  const auto read = [&](const char* name) { return load(original.tensors.at(name), name); };
  std::vector<std::int32_t> labels;
  if (file.spec.class_count > 0)
    for (const float label : read("selftest.labels")) labels.push_back(static_cast<std::int32_t>(label));
  make_selftest(file, read("selftest.latents"), labels);
}

std::vector<std::uint8_t> convert(const LoadedModel& loaded, DType storage) {
  const Safetensors original = parse_safetensors(read_file(loaded.path), loaded.path.string());
  ModelFile file;
  file.spec = loaded.model.spec();
  file.training = loaded.model.training();
  for (const auto& [role, network] : file.spec.networks)
    for (const Parameter& parameter : network_parameters(network, role))
      file.weights[parameter.name] = as_stored(parameter, load_parameter(original, parameter, loaded.path.string()),
                                               storage, loaded.path.string());
  if (const GaussianMixture* prior = loaded.model.fitted_prior()) file.fitted_prior = *prior;
  renew_selftest(file, original);
  return serialize_model(file, storage);
}

}  // namespace

void add_convert(CLI::App& program) {
  struct Options {
    std::string model, storage = "i8";
    std::filesystem::path out;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand("convert", "Write a model file with its weights stored in another type");
  command->add_option("MODEL", options->model, "A model file, or a shipped model's name")->required()->type_name("");
  command->add_option("out", options->out, "The model file to write (.safetensors)")->required();
  command
      ->add_option("--storage", options->storage, "f32, f16, or i8 (whole numbers with one scale per output channel)")
      ->check(CLI::IsMember({"f32", "f16", "i8"}))
      ->capture_default_str();
  command->callback([options] {
    check_extension(options->out, {".safetensors"});
    const LoadedModel loaded = load_model(options->model);
    check_not_source(options->out, {loaded.path});
    const std::vector<std::uint8_t> bytes = convert(loaded, kStorages.at(options->storage));
    write_file(options->out, bytes);
    std::cout << printable(options->out.string()) << ": " << loaded.model.spec().name << ", weights as "
              << dtype_name(kStorages.at(options->storage)) << ", " << bytes.size()
              << " bytes (before: " << dtype_name(loaded.model.storage()) << ", " << loaded.file_size << ")\n";
  });
}

}  // namespace latentwalk
