// latentwalk-train fit-prior: adds a prior fitted to the codes of the training digits to a model file.
#include "trainer/loop/fit_prior.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "latentwalk-train/train_commands.hpp"
#include "latentwalk/printable.hpp"
#include "support/files.hpp"
#include "support/tensor_file.hpp"

namespace latentwalk {

void add_fit_prior_command(CLI::App& app, int& status) {
  struct Options {
    std::string model, data, to;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("fit-prior", "Fit a VAE's prior to the codes of digits and add it to its file");
  command->add_option("model", options->model, "Model file of a VAE")->required();
  command->add_option("--data", options->data, "Folder with the IDX files of the training digits")->required();
  command->add_option("--out", options->to, "Model file to write; may be the same")->required();
  command->callback([options, &status] {
    const auto say = [](const std::string& line) { std::cout << printable(line) << std::endl; };
    write_file(options->to, with_fitted_prior(read_tensor_file(options->model), options->model,
                                              load_digits(options->data, "train"), say));
    say(options->to + ": " + options->model + " with a fitted prior");
    status = 0;
  });
}

}  // namespace latentwalk
