// latentwalk-train data: downloads MNIST.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "data/data_fetch.hpp"
#include "latentwalk-train/train_commands.hpp"

namespace latentwalk {

void add_data_command(CLI::App& app, int& status) {
  auto folder = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("data", "Download the MNIST files and check each");
  command->add_option("--fetch", *folder, "Folder to write to; valid files in it are kept")->required();
  command->callback([folder, &status] {
    fetch_mnist(*folder);
    status = 0;
  });
}

}  // namespace latentwalk
