// latentwalk sample: writes a sheet of digits drawn from a model's prior.

#include <filesystem>
#include <iostream>
#include <memory>

#include "command_line/numbers.hpp"
#include "latentwalk/commands.hpp"
#include "latentwalk/image.hpp"
#include "latentwalk/parallel.hpp"
#include "latentwalk/printable.hpp"
#include "support/digits.hpp"
#include "support/files.hpp"
#include "support/model_file.hpp"
#include "support/png.hpp"

namespace latentwalk {
namespace {

struct SampleOptions {
  std::size_t threads = available_threads();
  std::string model;
  std::filesystem::path out;
  std::uint64_t seed = 1;
  std::size_t count = 64;
  std::string label;
  std::string prior;
  SheetStyle style;
};

void run_sample(SampleOptions options) {
  check_extension(options.out, {".png"});
  const LoadedModel loaded = load_model(options.model);
  check_not_source(options.out, {loaded.path});
  const ModelSpec& spec = loaded.model.spec();
  const int label = label_option(spec, options.label);
  const std::vector<std::int32_t> labels = labels_for(spec, label, options.count);
  // With all classes in turn, each column is one class.
  if (options.style.columns == 0 && label < 0) options.style.columns = spec.class_count;

  check_size(spec, options.count, options.style);

  const Prior prior = loaded.model.prior_named(options.prior);
  const Tensor latents = loaded.model.sample_latents(options.seed, options.count, prior, labels);
  const GreyImage sheet = image_sheet(loaded.model.decode(latents, labels, options.threads), options.style);
  write_png(options.out, sheet);
  std::cout << printable(options.out.string()) << ": " << options.count
            << (options.count == 1 ? " digit of " : " digits of ") << spec.name
            << (label < 0 ? "" : ", class " + class_name(spec, static_cast<std::size_t>(label))) << ", seed "
            << options.seed << ", " << drawn_from(prior) << ", " << sheet.width << " × " << sheet.height << " pixels\n";
}

}  // namespace

void add_sample(CLI::App& program) {
  auto options = std::make_shared<SampleOptions>();
  CLI::App* command = program.add_subcommand("sample", "Write a sheet of digits drawn from a seed");
  command->add_option("MODEL", options->model, "A model file, or a shipped model's name")->required()->type_name("");
  command->add_option("-o,--out", options->out, "The sheet to write (.png)")->required()->type_name("FILE");
  add_seed(*command, "--seed", options->seed, "Seed of the digits: the same seed gives the same digits")
      ->capture_default_str();
  add_number(*command, "--count", options->count, 1, 10000, "Number of digits")->capture_default_str();
  add_number(*command, "--threads", options->threads, 1, 256, "Threads to draw with [one per core]");
  command->add_option("--label", options->label, "Class label or name to draw, for conditional models [all in turn]")
      ->type_name("CLASS");
  add_prior(*command, options->prior);
  add_number(*command, "--columns", options->style.columns, 1, 10000, "Digits per row [a square sheet]");
  add_number(*command, "--scale", options->style.scale, 1, 32, "Enlarge each digit by this factor")
      ->capture_default_str();
  command->add_flag("--dark", options->style.dark, "Draw light ink on dark paper");
  command->callback([options] { run_sample(*options); });
}

}  // namespace latentwalk
