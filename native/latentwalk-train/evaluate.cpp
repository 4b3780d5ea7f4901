#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "evaluate/codes.hpp"
#include "evaluate/foreign_data.hpp"
#include "evaluate/metrics.hpp"
#include "evaluate/vae_networks.hpp"
#include "latentwalk-train/train_commands.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/safetensors.hpp"
#include "support/files.hpp"
#include "support/shipped.hpp"
#include "trainer/config/config.hpp"
#include "trainer/libtorch/threads.hpp"
#include "trainer/loop/checkpoint.hpp"
#include "trainer/loop/trainer.hpp"
#include "trainer/networks/export.hpp"

namespace latentwalk {
namespace {

struct EvaluateOptions {
  std::vector<std::string> models, metrics;
  std::string data, classifier = shipped("classifier/digit-classifier.safetensors").string(), run;
  int threads = 0;
  bool json = false, record = false;
};

std::string figure(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

/// A number, or a list of them with spaces between.
std::string figures(const Json& value) {
  if (!value.is_array()) return figure(value.get<double>());
  std::string text;
  for (const Json& one : value) {
    if (!text.empty()) text += ' ';
    text += figure(one.get<double>());
  }
  return text;
}

/// What belongs to a value, in one line: "reconstruction 78.2, kl 25.1".
std::string details(const Json& result) {
  std::string text;
  for (const auto& [key, value] : result.items()) {
    if (key == "value" || key == "floor" || key == "standard_error") continue;
    std::string name = key;
    std::replace(name.begin(), name.end(), '_', ' ');
    if (!text.empty()) text += ", ";
    text += name + " " + figures(value);
  }
  return text;
}

void print_classes(const Json& classes) {
  std::printf("  %-22s%9d   digits with at least 2 %% of the samples; entropy %.3f (at best 2.303), confidence %.3f\n",
              "classes10k", classes["modes"].get<int>(), classes["entropy"].get<double>(),
              classes["confidence"].get<double>());
  std::printf("  %34sshare of 0 to 9 in %%:", "");
  for (const Json& share : classes["share"]) std::printf(" %.1f", 100.0 * share.get<double>());
  std::printf("\n");
  if (classes.contains("asked_digit_read"))
    std::printf("  %34sthe digit asked for is read in %.2f %% of the samples\n", "",
                100.0 * classes["asked_digit_read"].get<double>());
}

void print_text(const Json& report) {
  std::printf("extractor %s, reads %.2f %% of the test digits rightly\n",
              report["extractor"]["hash"].get<std::string>().c_str(),
              100.0 * report["extractor"]["test_accuracy"].get<double>());
  for (const auto& [file, metrics] : report["models"].items()) {
    std::printf("%s\n", file.c_str());
    for (const MetricInfo& metric : metric_list()) {
      if (!metrics.contains(metric.name)) continue;
      const Json& result = metrics[metric.name];
      if (!result.contains("value")) {
        print_classes(result);
        continue;
      }
      std::string beside;
      if (result.contains("standard_error"))
        beside += "; standard error " + figure(result["standard_error"].get<double>());
      if (result.contains("floor")) beside += "; real digits: " + figure(result["floor"].get<double>());
      std::printf("  %-22s%9.4g   %s%s\n", metric.name, result["value"].get<double>(), metric.text, beside.c_str());
      if (const std::string more = details(result); !more.empty()) std::printf("  %34s%s\n", "", more.c_str());
    }
  }
}

/// Adds the figures to what the file says of its training, where card, page and viewer find them: NAME, NAME_real for
/// real digits, and NAME_KEY for what belongs to the value; several numbers with spaces between.
void record_figures(const std::string& path, const Json& metrics, const std::string& extractor) {
  Safetensors file = parse_safetensors(read_file(path), path);
  std::string& training = file.metadata["training"];
  Json facts = parse_json(training, path + ": training");
  for (const auto& [name, result] : metrics.items()) {
    if (result.contains("asked_digit_read"))
      facts["asked_digit_read"] = figure(result["asked_digit_read"].get<double>());
    const char* const first = name == "classes10k" ? "modes" : "value";
    if (!result.contains(first)) continue;
    for (const auto& [key, value] : result.items())
      if (key != "asked_digit_read")
        facts[key == first ? name : key == "floor" ? name + "_real" : name + "_" + key] = figures(value);
  }
  facts["extractor"] = extractor;
  training = facts.dump();
  const std::vector<std::uint8_t> bytes = serialize_safetensors(file);
  Model::parse(bytes, path);  // never a file that does not load
  write_file(path, bytes);
}

/// A model with its networks, read before anything is computed.
struct Candidate {
  std::string path;
  Model model;
  std::vector<std::string> metrics;
  std::optional<VaeNetworks> vae;
};

Candidate read_candidate(const std::string& path, const std::vector<std::string>& wanted) {
  const std::vector<std::uint8_t> bytes = read_file(path);
  Candidate candidate{path, Model::parse(bytes, path), {}, std::nullopt};
  candidate.metrics = metrics_for(candidate.model.spec(), wanted);
  if (std::any_of(candidate.metrics.begin(), candidate.metrics.end(),
                  [](const std::string& name) { return metric_info(name).scope == MetricScope::vae; }))
    candidate.vae.emplace(candidate.model.spec(), parse_safetensors(bytes, path), path);
  return candidate;
}

/// The discriminator of a run, which reads an InfoGAN's code.
std::optional<std::pair<ModelSpec, TorchNetwork>> read_recogniser(const std::string& run) {
  if (run.empty()) return std::nullopt;
  const auto [path, checkpoint] = find_checkpoint(
      run, [](const std::string& text) { std::cerr << "latentwalk-train: warning: " << text << std::endl; });
  const std::string where = path.string();
  const Config config = parse_config(parse_json(checkpoint_config(checkpoint, where), where), where);
  if (find_code(config.model).value_count == 0) fail(where, ": --run is for a model with a categorical code");
  return std::pair{config.model, shipped_networks(config, checkpoint, where).networks.at("discriminator")};
}

void evaluate(const EvaluateOptions& options) {
  check_metric_names(options.metrics);
  set_threads(options.threads);
  std::vector<Candidate> candidates;  // all of them first: a broken one is found before minutes of work
  for (const std::string& path : options.models) candidates.push_back(read_candidate(path, options.metrics));
  for (const std::string& name : options.metrics)
    if (name != "all" && std::none_of(candidates.begin(), candidates.end(), [&](const Candidate& candidate) {
          return applies(metric_info(name), candidate.model.spec());
        }))
      fail("the metric ", name, " is of none of these models (docs/metrics.md says which it is of)");
  const auto recogniser = read_recogniser(options.run);
  const Digits test = load_digits(options.data, "t10k");
  const Evaluation evaluation(Classifier::parse(read_file(options.classifier), options.classifier),
                              load_digits(options.data, "train"), test);
  if (const auto foreign = foreign_data_warning(evaluation.classifier(), test, options.data))
    std::cerr << "latentwalk-train: warning: " << *foreign
              << "; figures taken through it mean little here (docs/metrics.md says which do without)" << std::endl;
  Json report{{"extractor",
               {{"hash", evaluation.classifier().hash()}, {"test_accuracy", evaluation.classifier().test_accuracy()}}},
              {"models", Json::object()}};
  for (const Candidate& candidate : candidates) {
    Subject subject{candidate.model};
    if (candidate.vae) subject.vae = &*candidate.vae;
    if (recogniser && recogniser->first.name == candidate.model.spec().name) subject.recogniser = &recogniser->second;
    report["models"][candidate.path] = evaluation.measure(subject, candidate.metrics);
  }
  for (const std::string& path : options.models)
    if (options.record) record_figures(path, report["models"][path], evaluation.classifier().hash());
  if (options.json)
    std::cout << report.dump(2) << std::endl;
  else
    print_text(report);
}

}  // namespace

void add_evaluate_command(CLI::App& app, int& status) {
  auto options = std::make_shared<EvaluateOptions>();
  CLI::App* command = app.add_subcommand("evaluate", "Measure model files against the test digits");
  command->add_option("models", options->models, "Model files")->required();
  command->add_option("--data", options->data, "Folder with the IDX files of MNIST, train and t10k")->required();
  command
      ->add_option("--metrics", options->metrics,
                   "Which metrics, with commas between, or all; left out: those that are quick. Each model gets those "
                   "that are of its kind")
      ->delimiter(',');
  command->add_option("--run", options->run,
                      "Folder of the InfoGAN's run, or a checkpoint: its code is read from real "
                      "digits too");
  command->add_option("--classifier", options->classifier, "Classifier file [the shipped one]");
  command->add_option("--threads", options->threads, "LibTorch threads; 0: all cores")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_flag("--record", options->record, "Write the figures into the model files, for card, page and viewer");
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([options, &status] {
    evaluate(*options);
    status = 0;
  });
}

}  // namespace latentwalk
