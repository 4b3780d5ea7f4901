// latentwalk-train evaluate: the metrics of model files.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "evaluate/evaluate_models.hpp"
#include "latentwalk-train/evaluate_text.hpp"
#include "latentwalk-train/train_commands.hpp"
#include "latentwalk/printable.hpp"
#include "support/shipped.hpp"
#include "trainer/libtorch/threads.hpp"

namespace latentwalk {
namespace {

struct EvaluateOptions {
  EvaluationRequest request{{}, {}, "", shipped("classifier/digit-classifier.safetensors").string(), ""};
  int threads = 0;
  bool json = false, record = false;
};

void evaluate(const EvaluateOptions& options) {
  set_threads(options.threads);
  const Json report = evaluate_models(options.request, [](const std::string& text) {
    std::cerr << "latentwalk-train: warning: " << printable(text) << std::endl;
  });
  if (options.record)
    for (const std::string& path : options.request.models)
      record_metrics(path, report["models"][path], report["extractor"]["hash"].get<std::string>());
  if (options.json)
    std::cout << report.dump(2, ' ', true, Json::error_handler_t::replace) << std::endl;
  else
    print_report(report);
}

}  // namespace

void add_evaluate_command(CLI::App& app, int& status) {
  auto options = std::make_shared<EvaluateOptions>();
  CLI::App* command = app.add_subcommand("evaluate", "Measure model files against the test digits");
  command->add_option("models", options->request.models, "Model files")->required();
  command->add_option("--data", options->request.data, "Folder with the IDX files of MNIST, train and t10k")
      ->required();
  command
      ->add_option("--metrics", options->request.metrics,
                   "Metrics, separated by commas, or all; without this option, the quick ones. Each model gets the "
                   "metrics that apply to it")
      ->delimiter(',');
  command->add_option("--run", options->request.run,
                      "Folder of the InfoGAN's run, or a checkpoint, to read the code of real digits too");
  command->add_option("--classifier", options->request.classifier, "Classifier file [the shipped one]");
  command->add_option("--threads", options->threads, "LibTorch threads; 0: one for each core")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_flag("--record", options->record, "Write the metrics into the model files, for card, page and viewer");
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([options, &status] {
    evaluate(*options);
    status = 0;
  });
}

}  // namespace latentwalk
