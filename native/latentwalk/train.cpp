// latentwalk train: trains a model on the core's own kernels, without LibTorch.

#include <unistd.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <memory>
#include <optional>

#include "command_line/numbers.hpp"
#include "data/idx.hpp"
#include "dataset/data_config.hpp"
#include "latentwalk/commands.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/learner.hpp"
#include "latentwalk/parallel.hpp"
#include "support/console.hpp"
#include "support/digits.hpp"
#include "support/files.hpp"
#include "support/interrupt.hpp"
#include "support/png.hpp"
#include "support/shipped.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

constexpr double kCheckpointEvery = 60.0;  // seconds
constexpr std::size_t kSheetCount = 64;
constexpr std::uint64_t kSheetSeed = 1;

struct LearnOptions {
  std::string config, preset = "best", data;
  fs::path out, sheets;
  std::vector<std::string> assignments;
  std::optional<std::int64_t> epochs, steps, seed;
  double seconds = 1e9;
  std::size_t threads = available_threads();
  bool resume = false;

  fs::path checkpoint() const { return fs::path(out) += ".checkpoint"; }
};

Config read_config(const LearnOptions& options) {
  std::vector<Json> patches;
  if (options.epochs) patches.push_back({{"training", {{"epochs", *options.epochs}}}});
  if (options.seed) patches.push_back({{"training", {{"seed", *options.seed}}}});
  for (const std::string& assignment : options.assignments) patches.push_back(patch_from_assignment(assignment));
  if (options.config.empty()) {
    const Proposal proposal = propose_for_data(options.data);
    Console console("latentwalk");
    for (const std::string& line : proposal_lines(proposal)) console.line(line);
    return resolve_config(proposal.config.dump(), options.preset, patches, "the proposed configuration");
  }
  const std::string path = file_or_shipped(options.config, "configs", ".json").string();
  const std::string text = read_text(path);
  const Config config = resolve_config(text, options.preset, patches, path);
  for (Json& patch : class_name_patches(config.json, options.data)) patches.push_back(std::move(patch));
  return resolve_config(text, options.preset, patches, path);
}

void check_memory(const Config& config) {
  const double needed = static_cast<double>(learner_memory(config));
  const double present = static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
  if (needed > present)
    fail("training.batch_size ", config.training.batch_size, ": the training takes at least ",
         std::llround(needed / 1e6), " MB, and this machine has ", std::llround(present / 1e6),
         " MB: use a smaller batch");
}

/// One training, from its first step or a checkpoint to its last step or a signal.
class Learning {
 public:
  explicit Learning(const LearnOptions& options)
      : options_(options), config_(read_config(options)), learner_((check_memory(config_), make_learner())) {
    if (options.resume) {
      const std::string path = options.checkpoint().string();
      learner_.restore(read_file(path), path);
    } else if (fs::exists(options.checkpoint())) {
      fail(options.checkpoint().string(),
           ": a training that was stopped lies here: continue it with --resume, or remove it");
    }
    last_step_ = options.steps.value_or(learner_.total_steps());
    if (last_step_ <= learner_.steps_done())
      fail(options.checkpoint().string(), ": the training has made ", learner_.steps_done(), " of ", last_step_,
           " steps: raise --epochs or --steps");
    if (!options.sheets.empty()) make_folder(options.sheets);
  }

  /// Returns the signal that stopped the training, or 0.
  int run() {
    const InterruptGuard guard;
    const std::int64_t first = learner_.steps_done();
    double saved = 0;
    while (learner_.steps_done() < last_step_ && seconds() < options_.seconds) {
      step();
      const double now = seconds();
      show(now, now / static_cast<double>(learner_.steps_done() - first));
      if (!options_.sheets.empty() && now >= next_sheet_) write_sheet();
      const int signal = InterruptGuard::received();
      if (signal == 0 && now - saved < kCheckpointEvery) continue;
      saved = now;
      write_file(options_.checkpoint(), learner_.checkpoint());
      if (signal != 0) return stopped(signal);
    }
    write_model();
    std::error_code ignored;
    fs::remove(options_.checkpoint(), ignored);
    return 0;
  }

 private:
  using Clock = std::chrono::steady_clock;

  Learner make_learner() const {
    Digits digits = load_digits(options_.data, "train");
    check_digits(digits, config_.model, options_.data);
    return Learner(config_, std::move(digits), options_.threads);
  }

  double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

  // A training that diverges leaves the model and the checkpoint of the last good step.
  void step() {
    try {
      learner_.step();
    } catch (const Error&) {
      if (learner_.steps_done() > 0) {
        write_model();
        write_file(options_.checkpoint(), learner_.checkpoint());
      }
      throw;
    }
  }

  void show(double now, double step_seconds) {
    const std::int64_t done = learner_.steps_done(), each = learner_.steps_per_epoch();
    Progress progress;
    progress.epoch = (done - 1) / each + 1;
    progress.epochs = (last_step_ + each - 1) / each;
    progress.position = (done - 1) % each + 1;
    progress.steps_per_epoch = each;
    progress.step_seconds = step_seconds;
    progress.remaining_seconds = step_seconds * static_cast<double>(last_step_ - done);
    for (const LossTerm& term : learner_.losses()) progress.terms.emplace_back(term.name, term.value);
    console_.progress(progress, now);
  }

  // After 3, 10, 30, 100, … seconds.
  void write_sheet() {
    const auto time = std::lround(next_sheet_);
    next_sheet_ *= sheet_number_++ % 2 == 0 ? 10.0 / 3.0 : 3.0;
    const std::vector<std::int32_t> labels = labels_in_turn(config_.model, kSheetCount);
    const Tensor images = learner_.sample(sample_latents(config_.model, kSheetSeed, kSheetCount), labels);
    SheetStyle style;
    style.columns = config_.model.class_count;
    const fs::path path = options_.sheets / (config_.model.name + "-" + std::to_string(time) + "s.png");
    write_png(path, image_sheet(images, style));
    console_.line(path.string() + ": after " + std::to_string(learner_.steps_done()) + " steps");
  }

  void write_model() {
    write_file(options_.out, learner_.export_model({{"seconds", std::to_string(std::lround(seconds()))}}));
    std::string text = options_.out.string() + ": " + config_.model.name + " after " +
                       std::to_string(learner_.steps_done()) + " steps, " + duration_text(seconds());
    for (const LossTerm& term : learner_.losses()) text += ", " + term.name + " " + std::to_string(term.value);
    console_.line(text);
  }

  int stopped(int signal) {
    console_.line(options_.checkpoint().string() + ": stopped after " + std::to_string(learner_.steps_done()) +
                  " steps; --resume continues");
    return signal;
  }

  LearnOptions options_;
  Config config_;
  Learner learner_;
  Console console_{"latentwalk"};
  Clock::time_point start_ = Clock::now();
  std::int64_t last_step_ = 0;
  double next_sheet_ = 3.0;
  int sheet_number_ = 0;
};

void train(const LearnOptions& options, int& status) {
  check_extension(options.out, {".safetensors"});
  check_not_source(options.out, {options.config});
  if (const fs::path folder = options.out.parent_path(); !folder.empty() && !fs::is_directory(folder))
    fail(folder.string(), ": there is no such folder");
  if (const int signal = Learning(options).run()) status = 128 + signal;
}

}  // namespace

void add_train(CLI::App& program, int& status) {
  auto options = std::make_shared<LearnOptions>();
  CLI::App* command = program.add_subcommand(
      "train", "Train a VAE or GAN on this machine's cores; latentwalk-train has GPUs and more objectives");
  command
      ->add_option("CONFIG", options->config,
                   "A configuration, or the name of a shipped one (small-vae) [one is proposed for the data]")
      ->type_name("");
  command->add_option("--data", options->data, "Folder with the IDX files, as data import writes them")
      ->required()
      ->type_name("FOLDER");
  command->add_option("-o,--out", options->out, "The model to write (.safetensors)")->required()->type_name("FILE");
  command->add_option("--sheets", options->sheets, "Write sample sheets here after 3, 10, 30, 100, … seconds")
      ->type_name("FOLDER");
  command->add_flag("--resume", options->resume, "Continue the training that was stopped, from FILE.checkpoint");
  command->add_option("--preset", options->preset, "Preset of the configuration")
      ->capture_default_str()
      ->type_name("NAME");
  add_number(*command, "--epochs", options->epochs, std::int64_t{1}, std::int64_t{1000000}, "training.epochs");
  add_number(*command, "--steps", options->steps, std::int64_t{1}, std::int64_t{1} << 40, "Stop after this many steps");
  add_number(*command, "--seconds", options->seconds, 1.0, 1e9, "Stop after this time");
  add_number(*command, "--seed", options->seed, std::int64_t{0}, (std::int64_t{1} << 53) - 1,
             "Seed of weights, noise and order");
  add_number(*command, "--threads", options->threads, 1, 256,
             "Threads; the weights do not depend on them [one per core]");
  command->add_option("--set", options->assignments, "Set any key, as in --set training.shards=1; repeatable")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  command->callback([options, &status] { train(*options, status); });
}

}  // namespace latentwalk
