// latentwalk-train data: brings MNIST onto this machine.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "data/data_fetch.hpp"
#include "latentwalk-train/train_commands.hpp"

namespace latentwalk {

void add_data_command(CLI::App& app, int& status) {
  auto folder = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("data", "Get the MNIST files, each checked");
  command->add_option("--fetch", *folder, "Folder to put them in; what is there and sound stays")->required();
  command->callback([folder, &status] {
    fetch_mnist(*folder);
    status = 0;
  });
}

}  // namespace latentwalk
