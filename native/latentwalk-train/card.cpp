// latentwalk-train card: the model card of a model file.
#include "trainer/record/card.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "latentwalk-train/train_commands.hpp"
#include "support/files.hpp"

namespace latentwalk {

void add_card_command(CLI::App& app, int& status) {
  struct Options {
    std::string model, out;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("card", "Write the card of a model from its file");
  command->add_option("model", options->model, "Model file")->required();
  command->add_option("--out", options->out, "Card to write [standard output]");
  command->callback([options, &status] {
    const std::filesystem::path path(options->model);
    check_not_source(options->out, {path});
    const auto bytes = read_file(path);
    const std::string text = model_card(path.filename().string(), bytes);
    if (options->out.empty()) {
      std::cout << text << std::flush;
    } else {
      write_text(options->out, text);
    }
    status = 0;
  });
}

}  // namespace latentwalk
