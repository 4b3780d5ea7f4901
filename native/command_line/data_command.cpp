#include "command_line/data_command.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "data/data_fetch.hpp"
#include "data/transposed.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {

void add_data_command(CLI::App& app) {
  struct Options {
    std::string fetch, transpose, out;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("data", "Download the MNIST files and check each, or turn those of EMNIST");
  CLI::Option* fetch = command->add_option("--fetch", options->fetch, "Folder to write to; valid files in it are kept");
  CLI::Option* transpose =
      command->add_option("--transpose", options->transpose, "Folder with IDX files whose rows and columns to swap");
  command->add_option("--out", options->out, "With --transpose: folder to write to")->needs(transpose);
  fetch->excludes(transpose);
  command->callback([options] {
    if (options->fetch.empty() && options->transpose.empty())
      fail("data: give --fetch FOLDER, or --transpose FOLDER --out FOLDER");
    if (!options->transpose.empty() && options->out.empty()) fail("data --transpose: give --out FOLDER");
    if (!options->fetch.empty()) fetch_mnist(options->fetch);
    if (!options->transpose.empty())
      for (const auto& path : transpose_idx(options->transpose, options->out)) std::cout << path.string() << std::endl;
  });
}

}  // namespace latentwalk
