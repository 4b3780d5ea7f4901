#include "trainer/loop/run.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <iomanip>
#include <sstream>

#include "data/idx.hpp"
#include "latentwalk/error.hpp"
#include "support/files.hpp"
#include "trainer/distributed/group.hpp"
#include "trainer/libtorch/backend_check.hpp"
#include "trainer/libtorch/out_of_memory.hpp"
#include "trainer/libtorch/threads.hpp"
#include "trainer/loop/batch_probe.hpp"
#include "trainer/loop/checkpoint.hpp"
#include "trainer/loop/epoch_pictures.hpp"
#include "trainer/loop/interrupt.hpp"
#include "trainer/networks/export.hpp"
#include "trainer/record/console.hpp"
#include "trainer/record/run_figures.hpp"
#include "trainer/record/run_lock.hpp"
#include "trainer/record/run_records.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kCheckpointEvery = 200, kLogEvery = 50;  // steps
constexpr double kCheckpointSeconds = 30.0;                     // at least, between checkpoints that nobody asked for
constexpr std::size_t kReadCount = 1000;                        // samples that the classifier reads
constexpr std::uint64_t kReadSeed = 2;

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

TrainingData load_training_data(const fs::path& folder, const ModelSpec& model, torch::Device device) {
  const Digits digits = load_digits(folder, "train");
  if (digits.width != model.image_width || digits.height != model.image_height) {
    fail(folder.string(), ": the digits are ", digits.width, " x ", digits.height, ", the model's images ",
         model.image_width, " x ", model.image_height);
  }
  const auto count = static_cast<std::int64_t>(digits.count);
  TrainingData data;
  data.pixels = torch::empty(
      {count, 1, static_cast<std::int64_t>(digits.height), static_cast<std::int64_t>(digits.width)}, torch::kUInt8);
  std::copy(digits.pixels.begin(), digits.pixels.end(), data.pixels.data_ptr<std::uint8_t>());
  data.labels = torch::empty({count}, torch::kInt64);
  std::copy(digits.labels.begin(), digits.labels.end(), data.labels.data_ptr<std::int64_t>());
  data.pixels = data.pixels.to(device);
  data.labels = data.labels.to(device);
  return data;
}

double wall_time() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string first_difference(const Json& a, const Json& b, const std::string& path) {
  if (a == b) return "";
  if (a.is_object() && b.is_object()) {
    for (const auto& [key, value] : a.items()) {
      if (!b.contains(key)) return path + key;
      if (std::string found = first_difference(value, b[key], path + key + "."); !found.empty()) return found;
    }
    for (const auto& [key, value] : b.items()) {
      if (!a.contains(key)) return path + key;
    }
    return "";  // only the order of keys differs
  }
  return path.empty() ? path : path.substr(0, path.size() - 1);
}

/// One run in its folder.
class Run {
 public:
  Run(const Config& config, const RunOptions& options)
      : options_(options), checkpoints_(options.out / "checkpoints"), device_(parse_device(options.device)) {
    if (options.group.size > 1 && device_.is_cuda() && options.device.find(':') == std::string::npos)
      device_ = torch::Device(torch::kCUDA, static_cast<torch::DeviceIndex>(options.group.local_rank));
    apply_compute_options(options.compute);
    group_ = join_group(options.group, device_);
    if (group_) group_->agree("configuration", config.json.dump());
    if (const auto warning = device_.is_cpu() ? ensure_sound_backend(config.model) : std::nullopt) {
      console_.warn(*warning);
    }
    data_ = load_training_data(options.data, config.model, device_);
    trainer_ = std::make_unique<Trainer>(config, data_, device_);
    trainer_->use(options.compute);
    if (group_) trainer_->join(*group_);
  }

  int run() {
    // A limit on the size of files is then an error like any other, as a full disk is.
    std::signal(SIGXFSZ, SIG_IGN);
    announce();
    if (options_.dry_run) {
      say("dry run: nothing was trained or written");
      return 0;
    }
    std::optional<RunLock> lock;
    if (is_first()) {
      make_folder(options_.out);
      lock.emplace(options_.out);
      remove_stale_temporaries(options_.out);
      prepare_folder();
      open_records();
    }
    share_state();
    const int status = train();
    if (group_) group_->part();
    return status;
  }

 private:
  /// Of several processes, one writes and speaks.
  bool is_first() const { return !group_ || group_->is_first(); }
  void say(const std::string& text) {
    if (is_first()) console_.line(text);
  }

  int train() {
    const InterruptGuard guard;
    started_ = seconds_now();
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
      if (is_first()) write_model();
    }
    if (is_first()) draw();
    say("done in " + duration_text(elapsed()) + ": " + (options_.out / "model.safetensors").string());
    return 0;
  }

  /// The signal that came, kTimeIsUp, or 0. Several processes use the reason that they agreed on during the step.
  int reason_to_stop() const { return group_ ? trainer_->agreed_to_stop() : own_reason_to_stop(); }

  /// The signal that this process received, kTimeIsUp, or 0.
  int own_reason_to_stop() const {
    if (const int signal = InterruptGuard::received()) return signal;
    const bool time_is_up = options_.max_seconds > 0 && seconds_now() - started_ >= options_.max_seconds;
    return time_is_up ? Trainer::kTimeIsUp : 0;
  }

  /// A step; where a device has no memory for it, finds out what batch it would have memory for.
  void step() {
    try {
      trainer_->step();
      return;
    } catch (const std::exception& error) {
      if (!is_out_of_memory(error)) throw;
    }
    const Config config = trainer_->config();
    trainer_.reset();
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
          "OpenBLAS has threads of its own here, which get in LibTorch's way: docs/training.md, Speed on the CPU.");
  }

  void prepare_folder() {
    const auto warn = [&](const std::string& text) { console_.warn(text); };
    make_folder(options_.out / "checkpoints");
    if (!options_.resume) {
      if (!checkpoints_.list().empty()) {
        fail(options_.out.string(),
             ": there is a training run here already; go on with --resume auto, or give "
             "another --out");
      }
    } else if (*options_.resume == "auto") {
      if (const auto found = checkpoints_.newest(warn)) take_up(found->second, found->first);
    } else {
      take_up(load_checkpoint(*options_.resume), *options_.resume);
    }
    write_text(options_.out / "config.json", trainer_->config().json.dump(2) + "\n");
  }

  void open_records() {
    records_.emplace(options_.out, trainer_->steps_done(), wall_time() - seconds_before_);
    pictures_.emplace(options_.out, options_.data, *trainer_);
  }

  /// All processes start from the first one's state: fresh, or out of its checkpoint.
  void share_state() {
    if (!group_) return;
    const auto mine = is_first() ? serialize_safetensors(trainer_->capture()) : std::vector<std::uint8_t>{};
    const auto state = group_->from_first(mine);
    if (!is_first()) trainer_->restore(parse_safetensors(state, "rank 0's state"), "rank 0's state");
  }

  void take_up(const Safetensors& checkpoint, const fs::path& path) {
    const std::string where = path.string();
    const Json then = parse_json(checkpoint_config(checkpoint, where), where);
    if (const std::string key = first_difference(trainer_->config().json, then, ""); !key.empty()) {
      fail(where, ": was trained with another configuration: \"", key,
           "\" differs; resume with the options of that run, or train into another folder");
    }
    trainer_->restore(checkpoint, where);
    if (const auto found = checkpoint.metadata.find("seconds"); found != checkpoint.metadata.end()) {
      seconds_before_ = std::stod(found->second);
    }
    console_.line("resumed from " + where + " at step " + std::to_string(trainer_->steps_done()));
  }

  void after_step(double seconds) {
    const std::int64_t step = trainer_->steps_done(), per_epoch = trainer_->steps_per_epoch();
    step_seconds_ = step_seconds_ == 0.0 ? seconds : 0.95 * step_seconds_ + 0.05 * seconds;
    const std::int64_t log_every = options_.log_every > 0 ? options_.log_every : kLogEvery;
    const bool epoch_end = trainer_->at_epoch_end();
    if (step % log_every == 0 || epoch_end) {
      trainer_->check_finite();
      Json entry{{"step", step},
                 {"epoch", static_cast<double>(step) / static_cast<double>(per_epoch)},
                 {"seconds", elapsed()}};
      shown_terms_ = trainer_->last_terms();
      for (const auto& [name, value] : shown_terms_) entry[name] = value;
      if (records_) records_->write(entry);
    }
    if (is_first()) show_progress(false);
    if (epoch_end) {
      trainer_->synchronise();
      if (is_first()) finish_epoch();
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

  void finish_epoch() {
    const std::int64_t epoch = trainer_->steps_done() / trainer_->steps_per_epoch();
    const auto means = trainer_->epoch_means();
    Json entry{{"step", trainer_->steps_done()}, {"epoch", epoch}, {"seconds", elapsed()}, {"means", Json::object()}};
    std::ostringstream text;
    text << "epoch " << epoch << "/" << trainer_->config().training.epochs << " done, " << duration_text(elapsed())
         << " in all, means:" << std::setprecision(4);
    for (const auto& [name, value] : means) {
      entry["means"][name] = value;
      text << "  " << name << " " << value;
    }
    std::optional<std::string> warning = trainer_->objective().diagnose(means);
    if (options_.read_samples) {
      const SampleReading reading = options_.read_samples(sample_images(*trainer_, kReadSeed, kReadCount), epoch);
      for (const auto& [name, value] : reading.numbers.items()) {
        entry[name] = value;
        text << "  " << name << " " << value.get<double>();
      }
      if (!warning) warning = reading.warning;
    }
    pictures_->write(*trainer_, epoch);
    const std::vector<std::uint8_t> model = write_model();
    if (options_.measure && (epoch % options_.measure_every == 0 || trainer_->finished())) {
      const Json measured = options_.measure(Model::parse(model, "model.safetensors"));
      for (const auto& [name, value] : measured.items()) {
        entry[name] = value;
        text << "  " << name << " " << value.get<double>();
      }
    }
    records_->write(entry);
    console_.line(text.str());
    if (warning) console_.warn(*warning);
  }

  /// The figures are a convenience: a run is not lost for the lack of them.
  void draw() try {
    const Figures figures = draw_figures(options_.out, options_.out / "figures", {});
    if (!figures.note.empty()) console_.line(figures.note);
  } catch (const Error& error) {
    console_.warn(error.what());
  }

  void show_progress(bool force) {
    const std::int64_t step = trainer_->steps_done(), per_epoch = trainer_->steps_per_epoch();
    Progress progress;
    progress.epoch = (step - 1) / per_epoch + 1;
    progress.epochs = trainer_->config().training.epochs;
    progress.position = (step - 1) % per_epoch + 1;
    progress.steps_per_epoch = per_epoch;
    progress.step_seconds = step_seconds_;
    progress.remaining_seconds = step_seconds_ * static_cast<double>(trainer_->total_steps() - step);
    // Reading the terms waits for the device: elsewhere than on the CPU only where they are logged.
    if (device_.is_cpu() && (step % 10 == 0 || shown_terms_.empty())) shown_terms_ = trainer_->last_terms();
    progress.terms = shown_terms_;
    console_.progress(progress, seconds_now(), force);
  }

  int stop_for_signal(int signal) {
    trainer_->check_finite();
    save();
    say("stopped by signal " + std::to_string(signal) + " at step " + std::to_string(trainer_->steps_done()) +
        ", saved; go on with --resume auto");
    return 128 + signal;
  }

  int stop_for_time() {
    save();
    say("stopped after --max-time at step " + std::to_string(trainer_->steps_done()) + " of " +
        std::to_string(trainer_->total_steps()) + "; go on with --resume auto");
    return 0;
  }

  void save() {
    trainer_->synchronise();
    saved_at_ = seconds_now();
    if (!is_first()) return;
    Safetensors checkpoint = trainer_->capture();
    checkpoint.metadata["seconds"] = std::to_string(elapsed());
    checkpoint.metadata["facts"] = Json(training_facts(*trainer_, elapsed())).dump();
    checkpoints_.save(trainer_->steps_done(), checkpoint);
  }

  std::vector<std::uint8_t> write_model() {
    std::vector<std::uint8_t> bytes =
        export_model(trainer_->config().model, trainer_->networks(), trainer_->image_network(), DType::f16,
                     training_facts(*trainer_, elapsed()));
    write_file(options_.out / "model.safetensors", bytes);
    return bytes;
  }

  double elapsed() const { return seconds_before_ + (started_ > 0 ? seconds_now() - started_ : 0.0); }

  RunOptions options_;
  CheckpointFolder checkpoints_;
  torch::Device device_;
  Console console_;
  std::unique_ptr<Group> group_;
  TrainingData data_;
  std::unique_ptr<Trainer> trainer_;
  std::optional<RunRecords> records_;
  std::optional<EpochPictures> pictures_;
  double started_ = 0.0, saved_at_ = 0.0, seconds_before_ = 0.0, step_seconds_ = 0.0;
  std::vector<std::pair<std::string, double>> shown_terms_;
};

}  // namespace

int run_training(const Config& config, const RunOptions& options) {
  set_threads(options.threads);
  return Run(config, options).run();
}

torch::Device parse_device(const std::string& text) {
  const bool cuda = torch::cuda::is_available();
  if (text == "auto") return cuda ? torch::Device(torch::kCUDA, 0) : torch::Device(torch::kCPU);
  if (text == "cpu") return torch::Device(torch::kCPU);
  const bool numbered = text.starts_with("cuda:") && text.size() > 5 && text.size() < 9 &&
                        text.find_first_not_of("0123456789", 5) == std::string::npos;
  if (text != "cuda" && !numbered) fail("--device ", text, ": expected auto, cpu, cuda or cuda:N");
  if (!cuda) fail("--device ", text, ": this LibTorch sees no CUDA device; use --device cpu");
  const int index = numbered ? std::stoi(text.substr(5)) : 0;
  if (index >= static_cast<int>(torch::cuda::device_count())) {
    fail("--device ", text, ": there are ", torch::cuda::device_count(), " CUDA devices, counted from 0");
  }
  return torch::Device(torch::kCUDA, static_cast<torch::DeviceIndex>(index));
}

}  // namespace latentwalk
