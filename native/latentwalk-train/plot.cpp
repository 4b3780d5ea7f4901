// latentwalk-train plot: the figures of a run.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "latentwalk-train/train_commands.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/printable.hpp"
#include "trainer/record/run_figures.hpp"

namespace latentwalk {

void add_plot_command(CLI::App& app, int& status) {
  struct Options {
    std::string run, out;
    std::vector<std::int64_t> epochs;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("plot", "Draw the losses, samples and reconstructions of a run as PNG files");
  command->add_option("run", options->run, "Folder of the run")->required();
  command->add_option("--out", options->out, "Folder for the figures [figures/ in the folder of the run]");
  command->add_option("--epochs", options->epochs, "Epochs whose sheets are drawn side by side, separated by commas")
      ->delimiter(',');
  command->callback([options, &status] {
    const std::filesystem::path run = options->run;
    const Figures figures = draw_figures(
        run, options->out.empty() ? run / "figures" : std::filesystem::path(options->out), options->epochs);
    if (!figures.note.empty()) fail(figures.note);
    for (const auto& path : figures.written) std::cout << printable(path.string()) << std::endl;
    status = 0;
  });
}

}  // namespace latentwalk
