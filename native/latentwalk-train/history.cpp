// latentwalk-train history: a run's training as the page shows it.
#include "trainer/record/history.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "latentwalk-train/train_commands.hpp"

namespace latentwalk {

void add_history_command(CLI::App& app, int& status) {
  struct Options {
    std::string run, note, out = "models/history";
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("history", "Write a run's epochs and losses for the page's training view");
  command->add_option("run", options->run, "Folder of the run")->required();
  command->add_option("--note", options->note, "A sentence that the page shows beside it");
  command->add_option("--out", options->out, "Folder of the files")->capture_default_str();
  command->callback([options, &status] {
    std::cout << write_history(options->run, options->note, options->out).string() << std::endl;
    status = 0;
  });
}

}  // namespace latentwalk
