#include "study/train_model.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "latentwalk/error.hpp"
#include "support/files.hpp"
#include "support/interrupt.hpp"
#include "trainer/libtorch/backend_check.hpp"
#include "trainer/libtorch/device.hpp"
#include "trainer/loop/trainer.hpp"
#include "trainer/loop/training_facts.hpp"
#include "trainer/networks/export.hpp"
#include "trainer/record/checkpoint.hpp"
#include "trainer/record/run_lock.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

constexpr double kCheckpointSeconds = 60.0;
constexpr std::int64_t kCheckEvery = 50;  // steps
constexpr std::size_t kClasses = 10;

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// The subset as often as it takes to fill one pass.
TrainingData fill_pass(const Subset& subset, std::int64_t count, torch::Device device) {
  const Digits& digits = subset.digits();
  const auto n = static_cast<std::int64_t>(digits.count);
  const torch::Tensor index = torch::arange(count, torch::kInt64).remainder(n);
  const torch::Tensor pixels = torch::from_blob(
      const_cast<std::uint8_t*>(digits.pixels.data()),
      {n, 1, static_cast<std::int64_t>(digits.height), static_cast<std::int64_t>(digits.width)}, torch::kUInt8);
  const torch::Tensor labels =
      torch::from_blob(const_cast<std::uint8_t*>(digits.labels.data()), {n}, torch::kUInt8).to(torch::kInt64);
  TrainingData data;
  data.pixels = pixels.index_select(0, index).to(device);
  data.labels = labels.index_select(0, index).to(device);
  return data;
}

bool has_code(const ModelSpec& model) {
  return std::any_of(model.latent.begin(), model.latent.end(),
                     [](const LatentBlock& block) { return block.prior == LatentBlock::Prior::categorical; });
}

/// What Q reads from the subset's own digits; each value of the code then stands for the digit it is read from most.
void map_codes(const Trainer& trainer, const Subset& subset, TrainedModel& trained) {
  const torch::NoGradGuard no_grad;
  const ModelSpec& model = trainer.config().model;
  const TrainingData data = fill_pass(subset, static_cast<std::int64_t>(subset.digits().count), trainer.device());
  const TorchNetwork& discriminator = trainer.networks().at("discriminator");
  std::vector<std::array<std::int64_t, kClasses>> counts(kClasses);
  for (std::int64_t begin = 0; begin < data.count(); begin += 500) {
    const std::int64_t end = std::min<std::int64_t>(begin + 500, data.count());
    const torch::Tensor images =
        data.pixels.slice(0, begin, end).to(torch::kFloat32) / 255.0 * (model.value_high - model.value_low) +
        model.value_low;
    const torch::Tensor code =
        discriminator.forward(images, /*training=*/false).narrow(1, 1, kClasses).argmax(1).to(torch::kCPU);
    for (std::int64_t i = begin; i < end; ++i)
      ++counts[static_cast<std::size_t>(code[i - begin].item<std::int64_t>())]
              [subset.digits().labels[static_cast<std::size_t>(i)]];
  }
  std::int64_t right = 0;
  for (const auto& row : counts) {
    const auto most = std::max_element(row.begin(), row.end());
    trained.code_digits.push_back(*most > 0 ? static_cast<int>(most - row.begin()) : -1);
    right += *most;
  }
  trained.code_accuracy = static_cast<double>(right) / static_cast<double>(data.count());
}

}  // namespace

TrainedModel train_model(const Json& json, const Budget& budget, const Subset& subset, const fs::path& folder,
                         const std::string& device_name, const fs::path& shorter) {
  const Config config = parse_config(json, "study");
  const torch::Device device = parse_device(device_name);
  if (device.is_cpu()) ensure_sound_backend(config.model);
  Trainer trainer(config, fill_pass(subset, budget.pass_steps * budget.batch_size, device), device);
  trainer.use({});
  make_folder(folder);
  const RunLock lock(folder);  // the study's own locks are in a file that somebody may remove
  const CheckpointFolder checkpoints(folder);
  auto found = checkpoints.newest([](const std::string&) {});
  if (!found && !shorter.empty()) found = CheckpointFolder(shorter).newest([](const std::string&) {});
  if (found) trainer.restore(found->second, found->first.string());

  const double start = seconds_now();
  double saved = start;
  while (!trainer.finished()) {
    trainer.step();
    const int signal = InterruptGuard::received();
    const bool due = seconds_now() - saved > kCheckpointSeconds;
    if (signal != 0 || due || trainer.steps_done() % kCheckEvery == 0) trainer.check_finite();
    if (signal != 0 || due) {
      checkpoints.save(trainer.steps_done(), trainer.capture());
      saved = seconds_now();
    }
    if (signal != 0) throw StudyStopped{signal};
  }
  trainer.check_finite();
  checkpoints.save(trainer.steps_done(), trainer.capture());

  TrainedModel trained;
  trained.seconds = seconds_now() - start;
  trained.file = export_model(config.model, trainer.networks(), trainer.image_network(), DType::f16,
                              training_facts(trainer, trained.seconds));
  if (has_code(config.model)) map_codes(trainer, subset, trained);
  return trained;
}

std::vector<std::uint8_t> untrained_model(const Json& json, const Subset& subset) {
  const Config config = parse_config(json, "study");
  ensure_sound_backend(config.model);
  Trainer trainer(config, fill_pass(subset, config.training.batch_size, torch::kCPU), torch::kCPU);
  return export_model(config.model, trainer.networks(), trainer.image_network(), DType::f32, {});
}

}  // namespace latentwalk
