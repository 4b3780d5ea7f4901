#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "evaluate_commands.hpp"
#include "latentwalk/safetensors.hpp"
#include "metrics.hpp"
#include "native/support/files.hpp"

namespace latentwalk {
namespace {

struct Options {
  std::vector<std::string> models, metrics = metric_names();
  std::string data, classifier = LATENTWALK_CLASSIFIER;
  bool json = false, record = false;
};

void print_text(const Json& report) {
  std::printf("extractor %s, reads %.2f %% of the test digits rightly\n",
              report["extractor"]["hash"].get<std::string>().c_str(),
              100.0 * report["extractor"]["test_accuracy"].get<double>());
  for (const auto& [file, metrics] : report["models"].items()) {
    std::printf("%s\n", file.c_str());
    for (const auto& [name, result] : metrics.items()) {
      if (!result.contains("value")) continue;
      std::printf("  %-13s%9.4g   %s (real digits: %.4g)\n", name.c_str(), result["value"].get<double>(),
                  metric_text(name).c_str(), result["floor"].get<double>());
    }
    if (!metrics.contains("classes10k")) continue;
    const Json& classes = metrics["classes10k"];
    std::printf(
        "  classes10k   %9d   digits with at least 2 %% of the samples; entropy %.3f (at best 2.303), confidence "
        "%.3f\n",
        classes["modes"].get<int>(), classes["entropy"].get<double>(), classes["confidence"].get<double>());
    std::printf("                          share of 0 to 9 in %%:");
    for (const Json& share : classes["share"]) std::printf(" %.1f", 100.0 * share.get<double>());
    std::printf("\n");
    if (classes.contains("asked_digit_read"))
      std::printf("                          the digit asked for is read in %.2f %% of the samples\n",
                  100.0 * classes["asked_digit_read"].get<double>());
  }
}

std::string figure(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

/// Adds the figures to what the file says of its training, where card, page and viewer find them.
void record_figures(const std::string& path, const Json& metrics, const std::string& extractor) {
  Safetensors file = parse_safetensors(read_file(path), path);
  std::string& training = file.metadata["training"];
  Json facts = parse_json(training, path + ": training");
  for (const auto& [name, result] : metrics.items()) {
    if (result.contains("value")) {
      facts[name] = figure(result["value"].get<double>());
      facts[name + "_real"] = figure(result["floor"].get<double>());
    }
    if (result.contains("asked_digit_read"))
      facts["asked_digit_read"] = figure(result["asked_digit_read"].get<double>());
  }
  facts["extractor"] = extractor;
  training = facts.dump();
  const std::vector<std::uint8_t> bytes = serialize_safetensors(file);
  Model::parse(bytes, path);  // never a file that does not load
  write_file(path, bytes);
}

void evaluate(const Options& options) {
  check_metric_names(options.metrics);
  std::vector<Model> models;  // all of them first: a broken one is found before minutes of work
  for (const std::string& path : options.models) models.push_back(Model::parse(read_file(path), path));
  const Evaluation evaluation(Classifier::parse(read_file(options.classifier), options.classifier),
                              load_digits(options.data, "train"), load_digits(options.data, "t10k"));
  Json report{{"extractor",
               {{"hash", evaluation.classifier().hash()}, {"test_accuracy", evaluation.classifier().test_accuracy()}}},
              {"models", Json::object()}};
  for (std::size_t i = 0; i < models.size(); ++i)
    report["models"][options.models[i]] = evaluation.measure(models[i], options.metrics);
  for (const std::string& path : options.models)
    if (options.record) record_figures(path, report["models"][path], evaluation.classifier().hash());
  if (options.json)
    std::cout << report.dump(2) << std::endl;
  else
    print_text(report);
}

}  // namespace

void add_evaluate_command(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("evaluate", "Measure model files against the test digits");
  command->add_option("models", options->models, "Model files")->required();
  command->add_option("--data", options->data, "Folder with the IDX files of MNIST, train and t10k")->required();
  command->add_option("--metrics", options->metrics, "Which metrics, with commas between")
      ->delimiter(',')
      ->capture_default_str();
  command->add_option("--classifier", options->classifier, "Classifier file")->capture_default_str();
  command->add_flag("--record", options->record, "Write the figures into the model files, for card, page and viewer");
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([options, &status] {
    evaluate(*options);
    status = 0;
  });
}

}  // namespace latentwalk
