#include "trainer/loop/run_folder.hpp"

#include <chrono>
#include <iomanip>
#include <sstream>

#include "latentwalk/error.hpp"
#include "support/files.hpp"
#include "trainer/loop/fit_prior.hpp"
#include "trainer/loop/resume.hpp"
#include "trainer/loop/training_facts.hpp"
#include "trainer/networks/export.hpp"
#include "trainer/record/run_figures.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kReadCount = 1000;  // samples that the classifier reads
constexpr std::uint64_t kReadSeed = 2;

double seconds_since_1970() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

RunFolder::RunFolder(const RunOptions& options, Trainer& trainer, TrainingClock& clock, Console& console)
    : options_(options),
      trainer_(trainer),
      clock_(clock),
      console_(console),
      checkpoints_(options.out / "checkpoints") {
  make_folder(options_.out);
  lock_.emplace(options_.out);
  remove_stale_temporaries(options_.out);
  prepare();
  records_.emplace(options_.out, trainer_.steps_done(), seconds_since_1970() - clock_.total());
  pictures_.emplace(options_.out, options_.data, trainer_);
  for (const std::string& problem : {records_->problem(), pictures_->problem()})
    if (!problem.empty()) console_.warn(problem);
}

void RunFolder::prepare() {
  make_folder(options_.out / "checkpoints");
  resume_run(options_, checkpoints_, trainer_, clock_, console_);
  if (options_.resume && trainer_.steps_done() > 0) {
    if (const auto aside = checkpoints_.set_aside_after(trainer_.steps_done()))
      console_.warn("the checkpoints of later steps are not of this run's past; they are kept in " + aside->string());
  }
  write_text(options_.out / "config.json", trainer_.config().json.dump(2) + "\n");
}

void check_run_folder(const RunOptions& options, Trainer& trainer, TrainingClock& clock, Console& console) {
  std::error_code ignored;
  fs::path there = fs::absolute(options.out).lexically_normal();
  while (!fs::exists(there, ignored) && there.has_relative_path()) there = there.parent_path();
  if (!fs::is_directory(there, ignored)) fail(there.string(), ": expected a folder, found a file");
  std::optional<RunLock> lock;
  if (fs::is_directory(options.out, ignored)) lock.emplace(options.out);
  try {
    const TemporaryFolder trial(there);
  } catch (const Error& error) {
    fail(options.out.string(), ": the folder of the run cannot be written: ", error.what());
  }
  resume_run(options, CheckpointFolder(options.out / "checkpoints"), trainer, clock, console);
}

void RunFolder::write_step(const std::vector<std::pair<std::string, double>>& terms) {
  const std::int64_t step = trainer_.steps_done();
  Json entry{{"step", step},
             {"epoch", static_cast<double>(step) / static_cast<double>(trainer_.steps_per_epoch())},
             {"seconds", clock_.total()}};
  for (const auto& [name, value] : terms) entry[name] = value;
  records_->write(entry);
}

void RunFolder::finish_epoch() {
  const std::int64_t epoch = trainer_.steps_done() / trainer_.steps_per_epoch();
  const auto means = trainer_.epoch_means();
  Json entry{{"step", trainer_.steps_done()}, {"epoch", epoch}, {"seconds", clock_.total()}, {"means", Json::object()}};
  std::ostringstream text;
  text << "epoch " << epoch << "/" << trainer_.config().training.epochs << " done, " << duration_text(clock_.total())
       << " in all, means:" << std::setprecision(4);
  for (const auto& [name, value] : means) {
    entry["means"][name] = value;
    text << "  " << name << " " << value;
  }
  const auto add_numbers = [&](const Json& numbers) {
    for (const auto& [name, value] : numbers.items()) {
      entry[name] = value;
      text << "  " << name << " " << value.get<double>();
    }
  };
  std::optional<std::string> warning = trainer_.objective().diagnose(means);
  if (options_.read_samples) {
    const SampleReading reading = read_samples(epoch);
    add_numbers(reading.numbers);
    if (!warning) warning = reading.warning;
  }
  pictures_->write(trainer_, epoch);
  const std::vector<std::uint8_t> model = write_model();
  if (options_.measure && (epoch % options_.measure_every == 0 || trainer_.finished()))
    add_numbers(options_.measure(Model::parse(model, "model.safetensors")));
  if (warning) entry["warning"] = *warning;  // the viewer shows it
  records_->write(entry);
  console_.line(text.str());
  if (warning) console_.warn(*warning);
}

void RunFolder::save_checkpoint() {
  Safetensors checkpoint = trainer_.capture();
  checkpoint.metadata["seconds"] = std::to_string(clock_.total());
  checkpoint.metadata["facts"] = Json(training_facts(trainer_, clock_.total())).dump();
  checkpoints_.save(trainer_.steps_done(), checkpoint);
}

std::vector<std::uint8_t> RunFolder::write_model() {
  const DType storage = storage_for(trainer_.networks(), trainer_.image_network());
  if (storage != DType::f16) console_.warn("a weight is beyond 65504, so model.safetensors holds F32 instead of F16");
  std::vector<std::uint8_t> bytes = export_model(trainer_.config().model, trainer_.networks(), trainer_.image_network(),
                                                 storage, training_facts(trainer_, clock_.total()));
  write_file(options_.out / "model.safetensors", bytes);
  return bytes;
}

void RunFolder::fit_prior() {
  if (!can_have_fitted_prior(trainer_.config().model)) return;
  const auto bytes_of = [](const torch::Tensor& values) {
    const torch::Tensor bytes = values.to(torch::kCPU, torch::kUInt8).contiguous();
    return std::vector<std::uint8_t>(bytes.data_ptr<std::uint8_t>(), bytes.data_ptr<std::uint8_t>() + bytes.numel());
  };
  const TrainingData& data = trainer_.data();
  const Digits digits{static_cast<std::size_t>(data.count()), static_cast<std::size_t>(data.pixels.size(3)),
                      static_cast<std::size_t>(data.pixels.size(2)), bytes_of(data.pixels), bytes_of(data.labels)};
  const std::filesystem::path path = options_.out / "model.safetensors";
  try {
    write_file(path, with_fitted_prior(read_file(path), "model.safetensors", digits,
                                       [&](const std::string& line) { console_.line(line); }));
  } catch (const Error& error) {
    console_.line(std::string("the model has no fitted prior: ") + error.what());
  }
}

/// Where reading fails, the training goes on without its numbers.
SampleReading RunFolder::read_samples(std::int64_t epoch) try {
  return options_.read_samples(sample_images(trainer_, kReadSeed, kReadCount), epoch);
} catch (const Error& error) {
  return {Json::object(), std::string("the samples are not read: ") + error.what()};
}

void RunFolder::draw_figures() try {
  const Figures figures = latentwalk::draw_figures(options_.out, options_.out / "figures", {});
  if (!figures.note.empty()) console_.line(figures.note);
} catch (const std::exception& error) {
  // A run that trained well does not fail because its figures do.
  console_.line(std::string("no figures: ") + error.what());
}

}  // namespace latentwalk
