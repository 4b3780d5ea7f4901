// latentwalk-train: trains the models of configs/ with LibTorch, and writes and measures model files.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <string>

#include "command_line/complete.hpp"
#include "command_line/data_command.hpp"
#include "latentwalk-train/train_commands.hpp"
#include "latentwalk/printable.hpp"
#include "latentwalk/version.hpp"
#include "trainer/libtorch/caught_training.hpp"
#include "trainer/libtorch/compute.hpp"

int main(int argc, char** argv) {
  CLI::App app{"Trains generative models of handwritten digits", "latentwalk-train"};
  app.set_version_flag("--version", std::string("latentwalk-train ") + latentwalk::kVersion,
                       "Print the version and exit");
  app.require_subcommand(1);
  app.failure_message([](const CLI::App*, const CLI::Error& error) {
    return "latentwalk-train: " + latentwalk::printable(error.what()) + " (--help lists the options)\n";
  });
  int status = 0;
  latentwalk::add_train_command(app, status);
  latentwalk::add_export_command(app, status);
  latentwalk::add_fit_prior_command(app, status);
  latentwalk::add_bench_command(app, status);
  latentwalk::add_plot_command(app, status);
  latentwalk::add_history_command(app, status);
  latentwalk::add_data_command(app);
  latentwalk::add_card_command(app, status);
  latentwalk::add_evaluate_command(app, status);
  latentwalk::add_classifier_command(app, status);
  latentwalk::add_traverse_command(app, status);
  latentwalk::add_study_command(app, status);
  latentwalk::keep_freed_memory();
  try {
    if (latentwalk::print_completions(app, argc, argv)) return 0;
    app.parse(argc, argv);
    return status;
  } catch (const CLI::ParseError& error) {
    return app.exit(error);
  } catch (...) {
    std::cerr << "latentwalk-train: " << latentwalk::caught_training_message() << std::endl;
    return 1;
  }
}
