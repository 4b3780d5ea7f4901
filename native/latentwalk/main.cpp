// latentwalk: samples from model files, walks through their latent space, converts and inspects them, and trains.

#include <algorithm>
#include <iostream>
#include <string>

#include "command_line/complete.hpp"
#include "command_line/data_command.hpp"
#include "latentwalk/commands.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/printable.hpp"
#include "latentwalk/version.hpp"
#include "support/caught.hpp"

namespace {

constexpr int kFailure = 1, kUsage = 2;

int report(const std::string& message, int status) {
  std::cerr << "latentwalk: " << latentwalk::printable(message) << std::endl;  // one error, one line
  return status;
}

/// The names of the commands, separated by commas.
std::string command_names(const CLI::App& program) {
  std::string names;
  for (const CLI::App* app : program.get_subcommands([](const CLI::App*) { return true; }))
    names += (names.empty() ? "" : ", ") + app->get_name();
  return names;
}

/// Whether there is a command of this name. CLI11 would only report that a command is missing.
bool has_command(const CLI::App& program, const std::string& name) {
  const auto commands = program.get_subcommands([](const CLI::App*) { return true; });
  return std::any_of(commands.begin(), commands.end(), [&](const CLI::App* app) { return app->get_name() == name; });
}

}  // namespace

// An exception while the options are created is a bug, so it may end the program.
// NOLINTNEXTLINE(bugprone-exception-escape)
int main(int argc, char** argv) {
  CLI::App program(
      "Draw handwritten digits with generative models: sample, walk through latent space, inspect, convert\n"
      "and train models.\n"
      "MODEL is a model file or the name of a shipped model.");
  program.name("latentwalk");
  program.set_version_flag("--version", std::string("latentwalk ") + latentwalk::kVersion,
                           "Print the version and exit");
  program.set_help_flag("-h,--help", "Print this help and exit");
  program.require_subcommand(1);
  int status = 0;
  latentwalk::add_sample(program);
  latentwalk::add_walk(program);
  latentwalk::add_render(program);
  latentwalk::add_inspect(program);
  latentwalk::add_bench(program);
  latentwalk::add_convert(program);
  latentwalk::add_export(program);
  latentwalk::add_export_onnx(program);
  latentwalk::add_import(program);
  latentwalk::add_train(program, status);
  latentwalk::add_data_command(program);

  if (argc > 1 && argv[1][0] != '-' && !has_command(program, argv[1])) {
    return report(std::string(argv[1]) + ": there is no such command; the commands are " + command_names(program),
                  kUsage);
  }
  try {
    if (latentwalk::print_completions(program, argc, argv)) return 0;
    program.parse(argc, argv);  // runs the command
    if (!std::cout.flush()) latentwalk::fail("standard output cannot be written");
    return status;
  } catch (const CLI::Success& help_or_version) {
    return program.exit(help_or_version);
  } catch (const CLI::ParseError& error) {
    return report(std::string(error.what()) + " (latentwalk --help lists commands and options)", kUsage);
  } catch (...) {
    return report(latentwalk::caught_message(), kFailure);
  }
}
