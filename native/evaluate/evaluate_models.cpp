#include "evaluate/evaluate_models.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "evaluate/codes.hpp"
#include "evaluate/foreign_data.hpp"
#include "evaluate/metrics.hpp"
#include "evaluate/vae_networks.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/safetensors.hpp"
#include "latentwalk/spec_json.hpp"
#include "support/files.hpp"
#include "support/tensor_file.hpp"
#include "trainer/loop/checkpoint_networks.hpp"
#include "trainer/record/checkpoint.hpp"

namespace latentwalk {
namespace {

/// A model with its networks, read before anything is computed.
struct Candidate {
  std::string path;
  Model model;
  std::vector<std::string> metrics;
  std::optional<VaeNetworks> vae;
};

Candidate read_candidate(const std::string& path, const std::vector<std::string>& wanted) {
  const std::vector<std::uint8_t> bytes = read_tensor_file(path);
  Candidate candidate{path, Model::parse(bytes, path), {}, std::nullopt};
  candidate.metrics = metrics_for(candidate.model.spec(), wanted, candidate.model.fitted_prior() != nullptr);
  if (std::any_of(candidate.metrics.begin(), candidate.metrics.end(),
                  [](const std::string& name) { return metric_info(name).scope == MetricScope::vae; }))
    candidate.vae.emplace(candidate.model.spec(), parse_safetensors(bytes, path), path);
  return candidate;
}

/// The discriminator of a run, which reads the code of an InfoGAN.
std::optional<std::pair<ModelSpec, TorchNetwork>> read_recogniser(const std::string& run,
                                                                  const std::function<void(const std::string&)>& warn) {
  if (run.empty()) return std::nullopt;
  const auto [path, checkpoint] = find_checkpoint(run, warn);
  const std::string where = path.string();
  const Config config = parse_config(checkpoint_config(checkpoint, where), where);
  if (find_code(config.model).value_count == 0) fail(where, ": --run is for a model with a categorical code");
  return std::pair{config.model, checkpoint_networks(config, checkpoint, where).networks.at("discriminator")};
}

/// Throws Error where the run did not train the model, though it has its name.
void check_same_model(const ModelSpec& of_run, const ModelSpec& model, const std::string& run) {
  ModelSpec exported = of_run;
  exported.networks.erase("discriminator");
  const std::string key = first_difference(model_spec_json(exported), model_spec_json(model));
  if (!key.empty())
    fail(run, ": --run must be the run of the model ", model.name, ", but its configuration differs in \"", key, "\"");
}

/// Takes the metrics that use the classifier out, unless they were asked for by name. Returns their names.
std::string leave_out_reading(std::vector<Candidate>& candidates, const std::vector<std::string>& asked) {
  std::vector<std::string> gone;
  for (Candidate& candidate : candidates)
    std::erase_if(candidate.metrics, [&](const std::string& name) {
      if (!metric_info(name).reads || std::find(asked.begin(), asked.end(), name) != asked.end()) return false;
      if (std::find(gone.begin(), gone.end(), name) == gone.end()) gone.push_back(name);
      return true;
    });
  std::string names;
  for (const std::string& name : gone) names += (names.empty() ? "" : ", ") + name;
  return names;
}

}  // namespace

Json evaluate_models(const EvaluationRequest& request, const std::function<void(const std::string&)>& warn) {
  check_metric_names(request.metrics);
  std::vector<Candidate> candidates;
  for (const std::string& path : request.models) candidates.push_back(read_candidate(path, request.metrics));
  for (const std::string& name : request.metrics)
    if (name != "all" && std::none_of(candidates.begin(), candidates.end(), [&](const Candidate& candidate) {
          return applies(metric_info(name), candidate.model.spec(), candidate.model.fitted_prior() != nullptr);
        }))
      fail("the metric ", name, " applies to none of these models; see docs/metrics.md");
  const auto recogniser = read_recogniser(request.run, warn);
  const Digits test = load_digits(request.data, "t10k");
  const Digits train = load_digits(request.data, "train");
  for (const Candidate& candidate : candidates) {
    const ModelSpec& spec = candidate.model.spec();
    if (recogniser && recogniser->first.name == spec.name) check_same_model(recogniser->first, spec, request.run);
    if (!candidate.vae || spec.class_count == 0) continue;  // only a conditional encoder gets the labels
    for (const Digits* digits : {&train, &test})
      check_labels(*digits, spec.class_count, request.data + ", for " + candidate.path);
  }
  std::optional<Classifier> classifier = Classifier::parse(read_file(request.classifier), request.classifier);
  Json report{{"extractor", {{"hash", classifier->hash()}, {"test_accuracy", classifier->test_accuracy()}}},
              {"models", Json::object()}};
  if (const auto foreign = foreign_data_warning(*classifier, test, request.data)) {
    const std::string left_out = leave_out_reading(candidates, request.metrics);
    warn(*foreign +
         (left_out.empty() ? "; metrics that use the classifier mean little here"
                           : "; left out, because they use it: " + left_out) +
         " (latentwalk-train classifier trains another, which --classifier takes)");
    if (!can_read(*classifier, test)) classifier.reset();
  }
  constexpr std::size_t kWanted = 10'000;
  if (std::min(train.count, test.count) < kWanted)
    warn(request.data + ": " + std::to_string(train.count) + " training and " + std::to_string(test.count) +
         " test pictures; with fewer than 10,000, figures compare only with others of the same data");
  const Evaluation evaluation(std::move(classifier), train, test);
  for (const Candidate& candidate : candidates) {
    Subject subject{candidate.model};
    if (candidate.vae) subject.vae = &*candidate.vae;
    if (recogniser && recogniser->first.name == candidate.model.spec().name) subject.recogniser = &recogniser->second;
    report["models"][candidate.path] = evaluation.measure(subject, candidate.metrics);
  }
  return report;
}

}  // namespace latentwalk
