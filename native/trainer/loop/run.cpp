#include "trainer/loop/run.hpp"

#include <algorithm>
#include <csignal>
#include <memory>
#include <sstream>

#include "latentwalk/error.hpp"
#include "latentwalk/version.hpp"
#include "support/console.hpp"
#include "support/interrupt.hpp"
#include "trainer/distributed/group.hpp"
#include "trainer/libtorch/backend_check.hpp"
#include "trainer/libtorch/device.hpp"
#include "trainer/libtorch/out_of_memory.hpp"
#include "trainer/libtorch/threads.hpp"
#include "trainer/loop/batch_probe.hpp"
#include "trainer/loop/run_folder.hpp"

namespace latentwalk {
namespace {

constexpr std::int64_t kCheckpointEvery = 200, kLogEvery = 50;  // steps
constexpr double kCheckpointSeconds = 30.0;                     // the least time between automatic checkpoints

/// What of the arithmetic all processes must share.
std::string compute_words(const ComputeOptions& compute) {
  return std::string(compute.bf16 ? "bf16" : "float32") + (compute.channels_last ? ", channels last" : "");
}

/// A run of one process: the loop over the steps, and what stops it.
class Run {
 public:
  Run(const Config& config, const RunOptions& options) : options_(options), device_(parse_device(options.device)) {
    if (options.group.size > 1 && device_.is_cuda() && options.device.find(':') == std::string::npos)
      device_ = torch::Device(torch::kCUDA, static_cast<torch::DeviceIndex>(options.group.local_rank));
    apply_compute_options(options.compute);
    group_ = join_group(options.group, device_);
    if (group_) {
      group_->agree("version of the program or of LibTorch", std::string(kVersion) + ", " + TORCH_VERSION);
      group_->agree("configuration", config.json.dump());
      group_->agree("--amp or --channels-last", compute_words(options.compute));
    }
    if (const auto warning = device_.is_cpu() ? ensure_sound_backend(config.model) : std::nullopt) {
      console_.warn(*warning);
    }
    data_ = load_training_data(options.data, config.model, device_);
    if (group_) group_->agree("data set (--data)", data_.identity.dump());
    if (is_first() && !data_.warning.empty()) console_.warn(data_.warning);
    trainer_ = std::make_unique<Trainer>(config, data_, device_);
    trainer_->use(options.compute);
    if (group_) trainer_->join(*group_);
  }

  int run() {
    // A file that grows past the limit on file sizes is then reported as an error, like a full disk.
    std::signal(SIGXFSZ, SIG_IGN);
    announce();
    if (options_.dry_run) {
      if (is_first()) check_run_folder(options_, *trainer_, clock_, console_);
      say("dry run: nothing was trained or written");
      return 0;
    }
    if (is_first()) folder_.emplace(options_, *trainer_, clock_, console_);
    share_state();
    const std::optional<int> stopped = train();
    if (!stopped) finish();
    if (group_) group_->part();
    return stopped.value_or(0);
  }

 private:
  /// Of several processes, only the first writes files and prints.
  bool is_first() const { return !group_ || group_->is_first(); }
  void say(const std::string& text) {
    if (is_first()) console_.line(text);
  }

  /// Trains to the last step. Returns the exit status where it stopped before.
  std::optional<int> train() {
    const InterruptGuard guard;
    clock_.start();
    const std::int64_t first = trainer_->steps_done();
    while (!trainer_->finished()) {
      if (group_) trainer_->ask_to_stop(own_reason_to_stop());
      const double step_start = seconds_now();
      step();
      after_step(seconds_now() - step_start);
      const int reason = reason_to_stop();
      if (reason == Trainer::kTimeIsUp && !trainer_->finished()) return stop_for_time();
      if (reason != 0 && reason != Trainer::kTimeIsUp) return stop_for_signal(reason);
    }
    if (first == trainer_->total_steps()) {
      say("this run is finished already");
      if (folder_) folder_->write_model();
    }
    return std::nullopt;
  }

  /// Signals end the program at once here, because everything but the figures is saved.
  void finish() {
    if (folder_) {
      folder_->fit_prior();
      folder_->draw_figures();
    }
    say("done in " + duration_text(clock_.total()) + ": " + (options_.out / "model.safetensors").string());
  }

  /// A signal, kTimeIsUp, or 0. Several processes use the reason that they agreed on during the step.
  int reason_to_stop() const { return group_ ? trainer_->agreed_to_stop() : own_reason_to_stop(); }

  /// The signal that this process received, kTimeIsUp, or 0.
  int own_reason_to_stop() const {
    if (const int signal = InterruptGuard::received()) return signal;
    const bool time_is_up = options_.max_seconds > 0 && clock_.since_start() >= options_.max_seconds;
    return time_is_up ? Trainer::kTimeIsUp : 0;
  }

  /// Trains one step. Where the device runs out of memory, the Error names a batch size that fits.
  void step() {
    try {
      trainer_->step();
      return;
    } catch (const std::exception& error) {
      if (!is_out_of_memory(error)) throw;
    }
    const Config config = trainer_->config();
    trainer_.reset();  // frees its memory; the folder refers to it, but is not used again
    if (group_) {
      fail("out of memory at a batch of ", config.training.batch_size, " in ", group_->size(),
           " parts; lower --batch-size");
    }
    explain_out_of_memory(config, data_, device_, options_.compute);
  }

  void announce() {
    if (!is_first()) return;
    const Config& config = trainer_->config();
    console_.line(config.json.dump(2));
    std::ostringstream text;
    text << config.model.name << ": " << trainer_->steps_per_epoch() << " steps of " << config.training.batch_size
         << " an epoch, " << config.training.epochs << " epochs, on " << device_ << " with " << threads_text()
         << ", LibTorch " << TORCH_VERSION;
    if (group_) text << ", in " << group_->size() << " processes";
    console_.line(text.str());
    if (at::get_num_threads() > 1 && device_.is_cpu() && blas_spins_beside())
      console_.line(
          "OpenBLAS uses threads of its own here, which slow LibTorch down: see docs/training.md, Speed on the CPU.");
  }

  /// Gives all processes the state of the first one, which is new or comes from a checkpoint.
  void share_state() {
    if (!group_) return;
    const auto mine = is_first() ? serialize_safetensors(trainer_->capture()) : std::vector<std::uint8_t>{};
    const auto state = group_->from_first(mine);
    if (!is_first()) trainer_->restore(parse_safetensors(state, "rank 0's state"), "rank 0's state");
  }

  void after_step(double seconds) {
    const std::int64_t step = trainer_->steps_done();
    step_seconds_ = step_seconds_ == 0.0 ? seconds : 0.95 * step_seconds_ + 0.05 * seconds;
    const std::int64_t log_every = options_.log_every > 0 ? options_.log_every : kLogEvery;
    const bool epoch_end = trainer_->at_epoch_end();
    if (step % log_every == 0 || epoch_end) {
      trainer_->check_finite();
      shown_terms_ = trainer_->last_terms();
      if (folder_) folder_->write_step(shown_terms_);
    }
    if (is_first()) show_progress();
    if (epoch_end) {
      trainer_->synchronise();
      if (folder_) folder_->finish_epoch();
      save();
    } else if (checkpoint_is_due(step)) {
      trainer_->check_finite();
      save();
    }
  }

  /// True every `checkpoint_every` steps where that is set. Otherwise every 200 steps, but at most once in 30 seconds:
  /// 200 steps take less than a second on a GPU. Several processes ignore the time, because their clocks differ and
  /// they must save at the same step.
  bool checkpoint_is_due(std::int64_t step) const {
    if (options_.checkpoint_every > 0) return step % options_.checkpoint_every == 0;
    return step % kCheckpointEvery == 0 && (group_ || seconds_now() - saved_at_ > kCheckpointSeconds);
  }

  void show_progress() {
    const std::int64_t step = trainer_->steps_done(), per_epoch = trainer_->steps_per_epoch();
    Progress progress;
    progress.epoch = (step - 1) / per_epoch + 1;
    progress.epochs = trainer_->config().training.epochs;
    progress.position = (step - 1) % per_epoch + 1;
    progress.steps_per_epoch = per_epoch;
    progress.step_seconds = step_seconds_;
    progress.remaining_seconds = step_seconds_ * static_cast<double>(trainer_->total_steps() - step);
    // Reading the terms waits for the device, so other devices than the CPU show only the terms that were logged.
    if (device_.is_cpu() && (step % 10 == 0 || shown_terms_.empty())) shown_terms_ = trainer_->last_terms();
    progress.terms = shown_terms_;
    console_.progress(progress, seconds_now());
  }

  int stop_for_signal(int signal) {
    trainer_->check_finite();
    save();
    say("stopped by signal " + std::to_string(signal) + " at step " + std::to_string(trainer_->steps_done()) +
        ", saved; continue with --resume auto");
    return 128 + signal;
  }

  int stop_for_time() {
    save();
    say("stopped after --max-time at step " + std::to_string(trainer_->steps_done()) + " of " +
        std::to_string(trainer_->total_steps()) + "; continue with --resume auto");
    return 0;
  }

  void save() {
    trainer_->synchronise();
    saved_at_ = seconds_now();
    if (folder_) folder_->save_checkpoint();
  }

  RunOptions options_;
  torch::Device device_;
  Console console_{"latentwalk-train"};
  std::unique_ptr<Group> group_;
  TrainingData data_;
  std::unique_ptr<Trainer> trainer_;
  TrainingClock clock_;
  std::optional<RunFolder> folder_;
  double saved_at_ = 0.0, step_seconds_ = 0.0;  // step_seconds_: a moving average
  std::vector<std::pair<std::string, double>> shown_terms_;
};

}  // namespace

int run_training(const Config& config, const RunOptions& options) {
  set_threads(options.threads);
  return Run(config, options).run();
}

}  // namespace latentwalk
