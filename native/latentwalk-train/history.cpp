// latentwalk-train history: the training of a run in the form that the page shows.
#include "trainer/record/history.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "latentwalk-train/train_commands.hpp"
#include "latentwalk/printable.hpp"

namespace latentwalk {

void add_history_command(CLI::App& app, int& status) {
  struct Options {
    std::string run, note, out = "models/history";
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("history", "Write the epochs and losses of a run for the page's training view");
  command->add_option("run", options->run, "Folder of the run")->required();
  command->add_option("--note", options->note, "A sentence for the page to show with them");
  command->add_option("--out", options->out, "Folder to write to")->capture_default_str();
  command->callback([options, &status] {
    std::cout << printable(write_history(options->run, options->note, options->out).string()) << std::endl;
    status = 0;
  });
}

}  // namespace latentwalk
