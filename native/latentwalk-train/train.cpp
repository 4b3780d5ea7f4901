// latentwalk-train train: makes patches of its options, applies them to the configuration, and trains.
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <memory>

#include "dataset/data_config.hpp"
#include "evaluate/collapse_watch.hpp"
#include "evaluate/model_distance.hpp"
#include "latentwalk-train/train_commands.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/printable.hpp"
#include "support/files.hpp"
#include "support/shipped.hpp"
#include "trainer/loop/run.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

struct TrainOptions {
  std::string config, preset = "best";
  std::vector<std::string> assignments;
  std::optional<std::int64_t> epochs, batch_size, seed;
  std::optional<double> lr, beta1, ema_decay, kl_weight;
  RunOptions run;
  std::string data, out, max_time, amp = "off",
                                   classifier = shipped("classifier/digit-classifier.safetensors").string();
};

/// The seconds of "90", "90s", "45m" or "2h". Throws Error on another text, and unless they are positive.
double parse_duration(const std::string& text) {
  std::size_t used = 0;
  double value = -1.0;
  try {
    value = std::stod(text, &used);
  } catch (const std::exception&) {
  }
  const std::string unit = text.substr(std::min(used, text.size()));
  const double factor = unit.empty() || unit == "s" ? 1.0 : unit == "m" ? 60.0 : unit == "h" ? 3600.0 : 0.0;
  if (used == 0 || !(value > 0) || factor == 0.0) fail("--max-time ", text, ": expected a time such as 90s, 45m or 2h");
  return value * factor;
}

/// The options as patches of the configuration `config`. Options on optimisers change those of all networks.
std::vector<Json> patches(const TrainOptions& options, const Json& config) {
  std::vector<Json> all;
  const auto training = [&](const char* key, const auto& value) {
    if (value) all.push_back({{"training", {{key, *value}}}});
  };
  training("epochs", options.epochs);
  training("batch_size", options.batch_size);
  training("seed", options.seed);
  training("ema_decay", options.ema_decay);
  if (options.kl_weight) all.push_back({{"objective", {{"kl_weight", *options.kl_weight}}}});
  for (const auto& [name, optimiser] : config["training"]["optimisers"].items()) {
    Json patch;
    if (options.lr) patch["lr"] = *options.lr;
    if (options.beta1)
      patch["betas"] = {*options.beta1, optimiser.contains("betas") ? optimiser["betas"][1] : Json(0.999)};
    if (!patch.is_null()) all.push_back({{"training", {{"optimisers", {{name, patch}}}}}});
  }
  for (const std::string& assignment : options.assignments) all.push_back(patch_from_assignment(assignment));
  return all;
}

Config proposed(const TrainOptions& options) {
  const Proposal proposal = propose_for_data(options.data);
  if (options.run.group.rank == 0)
    for (const std::string& line : proposal_lines(proposal)) std::cout << printable(line) << std::endl;
  return resolve_config(proposal.config.dump(), options.preset, patches(options, proposal.config),
                        "the proposed configuration");
}

Config make_config(const TrainOptions& options) {
  if (options.config.empty()) {
    const fs::path saved = options.run.out / "config.json";
    std::error_code ignored;
    if (!options.run.resume || (options.run.resume == "auto" && !fs::exists(saved, ignored))) return proposed(options);
    const std::string text = read_text(saved);
    const Config own = resolve_config(text, "", {}, saved.string());
    return resolve_config(text, "", patches(options, own.json), saved.string());
  }
  const std::string path = file_or_shipped(options.config, "configs", ".json").string();
  const std::string text = read_text(path);
  const Config preset = resolve_config(text, options.preset, {}, path);
  std::vector<Json> changes = patches(options, preset.json);
  const Config changed = resolve_config(text, options.preset, changes, path);
  for (Json& patch : class_name_patches(changed.json, options.data)) changes.push_back(std::move(patch));
  return resolve_config(text, options.preset, changes, path);
}

void add_config_options(CLI::App* command, const std::shared_ptr<TrainOptions>& options) {
  command->add_option("--config", options->config,
                      "Configuration: a file, or the name of a shipped one (conv-gan) [one is proposed for the data]");
  command->add_option("--preset", options->preset, "Preset of the configuration")->capture_default_str();
  command->add_option("--epochs", options->epochs, "training.epochs");
  command->add_option("--batch-size", options->batch_size, "training.batch_size");
  command->add_option("--lr", options->lr, "Learning rate of every optimiser");
  command->add_option("--beta1", options->beta1, "First beta of every optimiser");
  command->add_option("--ema-decay", options->ema_decay, "training.ema_decay; 0 for none");
  command->add_option("--kl-weight", options->kl_weight, "objective.kl_weight");
  command->add_option("--seed", options->seed, "training.seed");
  command->add_option("--set", options->assignments, "Set any key, as in --set training.schedule.from=0.7; repeatable")
      ->allow_extra_args(false);
}

void add_run_options(CLI::App* command, const std::shared_ptr<TrainOptions>& options) {
  command->add_option("--data", options->data, "Folder with the IDX files, as data import writes them")->required();
  command->add_option("--out", options->out, "Folder of the run")->required();
  command
      ->add_option("--resume", options->run.resume,
                   "auto: continue from the newest checkpoint, if there is one; or the path of a checkpoint")
      ->expected(0, 1)
      ->default_str("auto");
  command->add_option("--device", options->run.device, "auto, cpu, cuda or cuda:N")->capture_default_str();
  command->add_option("--threads", options->run.threads, "Threads on the CPU; 0: one for each core")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  command->add_option("--max-time", options->max_time, "Save and stop after this time: 90s, 45m, 2h");
  command
      ->add_option("--checkpoint-every", options->run.checkpoint_every,
                   "Steps between checkpoints; 0: 200 steps, but at least 30 seconds")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1} << 40))
      ->capture_default_str();
  command->add_option("--log-every", options->run.log_every, "Steps between lines of log.jsonl; 0: 50")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1} << 40))
      ->capture_default_str();
}

void add_compute_options(CLI::App* command, const std::shared_ptr<TrainOptions>& options) {
  command->add_flag("--deterministic", options->run.compute.deterministic,
                    "The same bits in every run on CUDA too, but slower; on the CPU they always are");
  command->add_option("--amp", options->amp, "bf16: products and convolutions in bfloat16; off")
      ->check(CLI::IsMember({"bf16", "off"}))
      ->capture_default_str();
  command->add_flag("--channels-last", options->run.compute.channels_last, "Memory order NHWC for convolutions");
  command->add_flag("--core-noise", options->run.compute.core_noise,
                    "Draw the noise as `latentwalk train --set training.shards=1` does, to compare the two");
  command->add_flag("--tf32", options->run.compute.tf32, "CUDA: products of floats with a mantissa of 10 bits");
}

void add_measurement_options(CLI::App* command, const std::shared_ptr<TrainOptions>& options) {
  command
      ->add_option("--evaluate-every", options->run.measure_every,
                   "Epochs between measurements of fcd10k, which need the test digits in --data; 0: none")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1} << 40))
      ->capture_default_str();
  command->add_option(
      "--classifier", options->classifier,
      "Digit classifier that reads 1,000 samples after each epoch, if the file exists [the shipped one]");
}

void add_group_options(CLI::App* command, const std::shared_ptr<TrainOptions>& options) {
  command->add_option(
      "--bind", options->run.group.bind,
      "Several machines: the address of this one for the others [loopback, or the route to MASTER_ADDR]");
  command
      ->add_option("--rank-timeout", options->run.group.timeout_seconds,
                   "Several processes: seconds without a message after which a process counts as lost")
      ->check(CLI::Range(1.0, 86400.0))
      ->capture_default_str();
}

void train(TrainOptions& options, int& status) {
  options.run.data = options.data;
  options.run.out = options.out;
  if (options.run.resume && options.run.resume->empty()) options.run.resume = "auto";
  if (!options.max_time.empty()) options.run.max_seconds = parse_duration(options.max_time);
  options.run.compute.bf16 = options.amp == "bf16";
  const GroupSettings given = options.run.group;
  options.run.group = group_from_environment([](const char* name) { return std::getenv(name); });
  options.run.group.bind = given.bind;
  options.run.group.timeout_seconds = given.timeout_seconds;
  const Config config = make_config(options);
  if (options.run.group.rank == 0) {
    options.run.read_samples = make_collapse_watch(options.classifier, options.data);
    if (options.run.measure_every > 0) options.run.measure = make_distance(options.classifier, options.data);
  }
  status = run_training(config, options.run);
}

}  // namespace

void add_train_command(CLI::App& app, int& status) {
  auto options = std::make_shared<TrainOptions>();
  CLI::App* command = app.add_subcommand("train", "Train a model");
  add_config_options(command, options);
  add_run_options(command, options);
  add_compute_options(command, options);
  add_measurement_options(command, options);
  add_group_options(command, options);
  command->add_flag("--dry-run", options->run.dry_run,
                    "Check everything and print the configuration, but do not train");
  command->callback([options, &status] { train(*options, status); });
}

}  // namespace latentwalk
