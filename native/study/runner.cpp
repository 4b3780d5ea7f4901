#include "study/runner.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "latentwalk/bound.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/image.hpp"
#include "latentwalk/latent.hpp"
#include "study/augmentation.hpp"
#include "study/cell_claim.hpp"
#include "study/plan/base64.hpp"
#include "study/toy_discriminator.hpp"
#include "support/files.hpp"
#include "support/interrupt.hpp"
#include "support/png.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSheetCount = 40, kSheetColumns = 8;
constexpr std::uint64_t kSheetSeed = 1, kPoolSeed = 4;
constexpr std::size_t kStartDigits = 1000;
constexpr std::size_t kLabelsRead = 2000;  // of a pool

std::string sheet_text(const Tensor& images, std::size_t columns) {
  SheetStyle style;
  style.columns = columns;
  return base64(encode_png(image_sheet(images, style)));
}

/// Samples of the same seed for every model, as a PNG in base64.
std::string sample_sheet(const Model& model) {
  return sheet_text(model.decode(sample_latents(model.spec(), kSheetSeed, kSheetCount)), kSheetColumns);
}

/// A row of originals, their reconstructions under it, twice.
std::string reconstruction_sheet(const Model& model, const Judge& judge) {
  constexpr std::size_t kRow = 8, kRows = 2;
  const Tensor originals = judge.test_images(kRow * kRows);
  const Tensor copies = model.decode(model.encode(originals).mean);
  Tensor both = zeros({2 * kRow * kRows, originals.shape(1), originals.shape(2)});
  const std::size_t row = kRow * originals.shape(1) * originals.shape(2);
  for (std::size_t r = 0; r < kRows; ++r) {
    std::copy_n(originals.data() + r * row, row, both.data() + 2 * r * row);
    std::copy_n(copies.data() + r * row, row, both.data() + (2 * r + 1) * row);
  }
  return sheet_text(both, kRow);
}

/// All that is measured of a model of claims 1 to 3. Sheets of the first seed only: they are most of a cell.
Json judge_model(const Model& model, const Judge& judge, bool with_sheets) {
  Json result{{"samples", judge.measure_samples(model)}};
  if (model.has_encoder()) result["reconstructions"] = judge.measure_reconstructions(model);
  if (!with_sheets) return result;
  result["sheet"] = sample_sheet(model);
  if (model.has_encoder()) result["reconstruction_sheet"] = reconstruction_sheet(model, judge);
  return result;
}

}  // namespace

StudyRunner::StudyRunner(const Plan& plan, fs::path out, std::string classifier_path, std::string device, Say say)
    : plan_(plan),
      out_(std::move(out)),
      classifier_path_(std::move(classifier_path)),
      device_(std::move(device)),
      say_(std::move(say)),
      store_(out_) {}

/// Its reading of ten thousand test digits takes seconds: only where a cell needs it.
const Judge& StudyRunner::judge() {
  if (!judge_)
    judge_ = std::make_unique<Judge>(Classifier::parse(read_file(classifier_path_), classifier_path_),
                                     plan_.data().train, plan_.data().test);
  return *judge_;
}

std::size_t StudyRunner::run() {
  const InterruptGuard guard;
  const std::vector<Plan::Task> tasks = plan_.tasks();
  std::size_t computed = 0;
  bool others_at_work = true;
  while (std::exchange(others_at_work, false)) {
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      const Plan::Task& task = tasks[i];
      if (store_.find(task.cell)) continue;
      if (const int signal = InterruptGuard::received()) throw StudyStopped{signal};
      const std::vector<CellClaim> claims = claim(task);
      if (claims.empty()) {
        others_at_work = true;
        continue;
      }
      if (store_.find(task.cell)) continue;  // while this process looked away
      const auto start = std::chrono::steady_clock::now();
      Json result = compute(task);
      const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      result["seconds"] = seconds;
      store_.write(task.cell, result);
      const auto longer = printed_neighbour(task, 1);
      if (!longer || store_.find(*longer)) forget_run(task.cell);  // else the longer training goes on from there
      if (const auto shorter = printed_neighbour(task, -1)) forget_run(*shorter);
      ++computed;
      char line[160];
      std::snprintf(line, sizeof line, "%zu/%zu  %s  %.1f s", i + 1, tasks.size(), task.cell.name.c_str(), seconds);
      say_(line);
    }
    if (others_at_work) std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  std::error_code ignored;
  fs::remove(out_ / "runs", ignored);  // where it is empty
  return computed;
}

/// What a process holds while it computes a task: the cell, and its generator's where that has to be trained for it.
/// Empty where another process is at work on one of them.
std::vector<CellClaim> StudyRunner::claim(const Plan::Task& task) const {
  std::vector<Cell> cells{task.cell};
  const std::string generator = task.kind == Plan::Task::Kind::arm ? Plan::arm_generator(task.config) : "";
  if (!generator.empty()) {
    const Cell cell = plan_.generator_cell(generator, task.count, task.seed);
    if (!store_.find(cell) || !fs::exists(model_path(cell))) cells.push_back(cell);
  }
  const auto shorter = printed_neighbour(task, -1);  // goes on from there
  if (shorter && !store_.find(*shorter)) cells.push_back(*shorter);
  std::vector<CellClaim> claims;
  for (const Cell& cell : cells) {
    std::optional<CellClaim> taken = CellClaim::take(out_, cell);
    if (!taken) return {};
    claims.push_back(std::move(*taken));
  }
  return claims;
}

fs::path StudyRunner::model_path(const Cell& cell) const { return out_ / "models" / (cell.stem() + ".safetensors"); }

fs::path StudyRunner::run_path(const Cell& cell) const { return out_ / "runs" / cell.stem(); }

/// A cell that is written needs its checkpoints no more.
void StudyRunner::forget_run(const Cell& cell) const {
  std::error_code ignored;
  fs::remove_all(run_path(cell), ignored);
}

std::optional<Cell> StudyRunner::printed_neighbour(const Plan::Task& task, int step) const {
  const std::vector<std::int64_t>& epochs = plan_.size().printed_epochs;
  const auto own = std::ranges::find(epochs, task.epochs);
  if (task.kind != Plan::Task::Kind::printed || own == epochs.end()) return std::nullopt;
  const std::ptrdiff_t place = own - epochs.begin() + step;
  if (place < 0 || place >= static_cast<std::ptrdiff_t>(epochs.size())) return std::nullopt;
  return plan_.printed_cell(printed_arm(task.config), epochs[static_cast<std::size_t>(place)], task.seed);
}

Json StudyRunner::compute(const Plan::Task& task) {
  switch (task.kind) {
    case Plan::Task::Kind::real: {
      const Json originals = judge().measure_stand_ins();
      return {{"samples", judge().measure_real()},
              {"reconstructions", originals},
              {"sheet", sheet_text(judge().test_images(kSheetCount), kSheetColumns)}};
    }
    case Plan::Task::Kind::model:
      return compute_model(task);
    case Plan::Task::Kind::printed:
      return compute_printed(task);
    case Plan::Task::Kind::start:
      return compute_start(task);
    case Plan::Task::Kind::shipped: {
      const fs::path path = shipped_path(task.config);
      const Model model = Model::parse(read_file(path), path.string());
      Json result = judge_model(model, judge(), true);
      result["training"] = model.training();
      return result;
    }
    case Plan::Task::Kind::generator:
      return compute_generator(task);
    case Plan::Task::Kind::arm:
      return compute_arm(task);
    case Plan::Task::Kind::toy:
      return measure_toy(task.toy, plan_.size().toy_steps, task.seed);
  }
  fail("study: a task of no kind");
}

TrainedModel StudyRunner::train(const Cell& cell, const std::string& config, const Budget& budget, std::size_t count,
                                int seed) {
  const fs::path path = model_path(cell);
  TrainedModel trained =
      train_model(study_config(config, budget, seed), budget, plan_.subset(count), run_path(cell), device_);
  make_folder(path.parent_path());
  write_file(path, trained.file);
  return trained;
}

Json StudyRunner::compute_model(const Plan::Task& task) {
  const TrainedModel trained = train(task.cell, task.config, plan_.model_budget(task.config), task.count, task.seed);
  return judge_model(Model::parse(trained.file, task.cell.name), judge(), task.seed == 1);
}

Json StudyRunner::compute_printed(const Plan::Task& task) {
  const PrintedArm& arm = printed_arm(task.config);
  const Budget budget = plan_.printed_budget(task.epochs);
  const auto shorter = printed_neighbour(task, -1);
  const TrainedModel trained =
      train_model(study_config(arm.config, budget, task.seed, "paper", arm.patch), budget, plan_.subset(task.count),
                  run_path(task.cell), device_, shorter ? run_path(*shorter) : fs::path());
  return judge_model(Model::parse(trained.file, task.cell.name), judge(), task.seed == 1);
}

/// The KL divergence in the loss of a VAE (equation 16) for test digits, before the first step.
Json StudyRunner::compute_start(const Plan::Task& task) {
  const Json config = study_config(task.config, plan_.model_budget(task.config), task.seed);
  const Model model = Model::parse(untrained_model(config, plan_.subset(task.count)), task.cell.name);
  const Codes codes = model.encode(judge().test_images(kStartDigits));
  const std::size_t count = codes.mean.shape(0), dim = codes.mean.shape(1);
  double sum = 0.0;
  for (std::size_t n = 0; n < count; ++n)
    for (const double kl :
         kl_of_coordinates({{codes.mean.data() + n * dim, dim}, {codes.log_variance.data() + n * dim, dim}}))
      sum += kl;
  return {{"kl", sum / static_cast<double>(count)}};
}

Json StudyRunner::compute_generator(const Plan::Task& task) {
  const TrainedModel trained =
      train(task.cell, task.config, plan_.generator_budget(task.config, task.count), task.count, task.seed);
  const Model model = Model::parse(trained.file, task.cell.name);
  const Pool pool =
      generate_pool(model, trained.code_digits, std::min(plan_.size().pool_count, kLabelsRead), kPoolSeed);
  Json result{{"label_read", judge().part_read_as(pool.images, pool.labels)}};
  if (!trained.code_digits.empty()) {
    result["code_digits"] = trained.code_digits;
    result["code_accuracy"] = trained.code_accuracy;
  }
  return result;
}

Json StudyRunner::compute_arm(const Plan::Task& task) {
  const std::string& arm = task.config;
  const std::string generator = Plan::arm_generator(arm);
  const Subset& subset = plan_.subset(task.count);
  ArmTraining training{plan_.size().classifier_steps, plan_.size().classifier_batch, task.seed};
  const auto accuracy = [&](const Pool& pool, Mixture mixture) {
    return Json{{"accuracy", train_arm(subset.digits(), pool, mixture, training, plan_.data().test)}};
  };
  if (generator.empty()) return accuracy({}, arm == "classical" ? Mixture::distorted : Mixture::real);

  const Cell cell = plan_.generator_cell(generator, task.count, task.seed);
  check_same_subset(cell.inputs, subset, cell.name);
  const fs::path path = model_path(cell);
  std::optional<Json> found = store_.find(cell);
  if (!found || !fs::exists(path)) {
    // Its model has been removed: the cell alone cannot draw.
    Plan::Task again = task;
    again.kind = Plan::Task::Kind::generator;
    again.config = generator;
    again.cell = cell;
    const Json result = compute_generator(again);
    if (!found) store_.write(cell, result);  // else the cell stands: only its model had been removed
    found = result;
    forget_run(cell);
  }
  const Model model = Model::parse(read_file(path), path.string());
  const auto codes = found->value("code_digits", std::vector<int>{});
  const Pool pool = generate_pool(model, codes, plan_.size().pool_count, kPoolSeed);
  return accuracy(pool, arm == generator ? Mixture::half : Mixture::generated);
}

}  // namespace latentwalk
