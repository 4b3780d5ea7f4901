// latentwalk-train classifier: trains the digit classifier of the metrics.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <string>

#include "evaluate/train_classifier.hpp"
#include "latentwalk-train/train_commands.hpp"
#include "latentwalk/printable.hpp"
#include "support/files.hpp"
#include "support/shipped.hpp"
#include "trainer/libtorch/threads.hpp"

namespace latentwalk {

namespace {

/// Gives the shipped networks the size of the pictures and the number of the classes.
void fit_to(const Digits& digits, Json& networks) {
  networks["trunk"]["input"] = {std::size_t{1}, digits.height, digits.width};
  networks["head"]["layers"].back()["out"] =
      std::size_t{*std::max_element(digits.labels.begin(), digits.labels.end())} + 1;
}

}  // namespace

void add_classifier_command(CLI::App& app, int& status) {
  struct Options {
    std::string data, out, networks = shipped("classifier/digit-classifier.json").string();
    ClassifierTraining training;
    int threads = 0;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("classifier", "Train the digit classifier that the metrics use, or another");
  command->add_option("--data", options->data, "Folder with the IDX files of MNIST")->required();
  command->add_option("--out", options->out, "Classifier file to write")->required();
  command->add_option("--networks", options->networks,
                      "JSON file with its networks trunk and head [those of the shipped one, with the size and the "
                      "classes of the data]");
  command->add_option("--epochs", options->training.epochs, "Passes over the training digits")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command
      ->add_option("--seed", options->training.seed, "Seed of the weights, the order of the digits and the distortions")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_option("--threads", options->threads, "Threads; 0: one for each core")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->callback([options, &status] {
    check_not_source(options->out, {options->networks});
    set_threads(options->threads);
    Json networks = parse_json(read_text(options->networks), options->networks);
    const Digits train = load_digits(options->data, "train");
    if (options->networks == shipped("classifier/digit-classifier.json").string()) fit_to(train, networks);
    const auto bytes = train_classifier(networks, train, load_digits(options->data, "t10k"), options->training,
                                        [](const std::string& line) { std::cout << printable(line) << std::endl; });
    write_file(options->out, bytes);
    std::cout << printable(options->out) << ": written" << std::endl;
    status = 0;
  });
}

}  // namespace latentwalk
