// latentwalk-train export: a checkpoint as a model file.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "latentwalk-train/train_commands.hpp"
#include "latentwalk/printable.hpp"
#include "support/files.hpp"
#include "trainer/loop/checkpoint_export.hpp"
#include "trainer/loop/fit_prior.hpp"
#include "trainer/record/checkpoint.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

void write_model(const fs::path& from, const fs::path& to, DType storage, const std::string& data) {
  const auto [path, checkpoint] = find_checkpoint(from, [](const std::string& text) {
    std::cerr << "latentwalk-train: warning: " << printable(text) << std::endl;
  });
  const std::string where = path.string();
  check_not_source(to, {path});
  const Config config = parse_config(checkpoint_config(checkpoint, where), where);
  std::vector<std::uint8_t> bytes = export_checkpoint(config, checkpoint, where, storage);
  if (!data.empty())
    bytes = with_fitted_prior(bytes, where, load_digits(data, "train"),
                              [](const std::string& line) { std::cout << printable(line) << std::endl; });
  write_file(to, bytes);
  std::cout << printable(to.string()) << ": " << config.model.name << " from " << printable(where) << std::endl;
}

}  // namespace

void add_export_command(CLI::App& app, int& status) {
  struct Options {
    std::string from, to, data, storage = "f16";
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("export", "Write a checkpoint's model as a model file");
  command->add_option("checkpoint", options->from, "Checkpoint, or the folder of a run, for its newest one")
      ->required();
  command->add_option("--out", options->to, "Model file to write")->required();
  command->add_option("--data", options->data,
                      "Folder with the IDX files of the training digits, to fit a VAE's prior to their codes");
  command->add_option("--storage", options->storage, "How weights are stored: f16 or f32")
      ->check(CLI::IsMember({"f16", "f32"}))
      ->capture_default_str();
  command->callback([options, &status] {
    write_model(options->from, options->to, options->storage == "f32" ? DType::f32 : DType::f16, options->data);
    status = 0;
  });
}

}  // namespace latentwalk
