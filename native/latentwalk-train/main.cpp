// latentwalk-train: trains the models of configs/ with LibTorch, and writes and measures model files.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "command_line/complete.hpp"
#include "latentwalk-train/train_commands.hpp"
#include "latentwalk/version.hpp"
#include "trainer/libtorch/compute.hpp"

namespace {

/// The first line. LibTorch's messages have a stack trace after it.
std::string one_line(const std::string& text) { return text.substr(0, text.find('\n')); }

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Trains generative models of handwritten digits", "latentwalk-train"};
  app.set_version_flag("--version", std::string("latentwalk-train ") + latentwalk::kVersion,
                       "Print the version and exit");
  app.require_subcommand(1);
  app.failure_message([](const CLI::App*, const CLI::Error& error) {
    return "latentwalk-train: " + one_line(error.what()) + " (--help lists the options)\n";
  });
  int status = 0;
  latentwalk::add_train_command(app, status);
  latentwalk::add_export_command(app, status);
  latentwalk::add_bench_command(app, status);
  latentwalk::add_plot_command(app, status);
  latentwalk::add_history_command(app, status);
  latentwalk::add_data_command(app, status);
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
  } catch (const std::exception& error) {
    std::cerr << "latentwalk-train: " << one_line(error.what()) << std::endl;
    return 1;
  }
}
