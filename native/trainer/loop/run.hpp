#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "latentwalk/json.hpp"
#include "latentwalk/model.hpp"
#include "trainer/config/config.hpp"
#include "trainer/distributed/group_settings.hpp"
#include "trainer/libtorch/compute.hpp"
#include "trainer/loop/trainer.hpp"

namespace latentwalk {

/// What someone else makes of an epoch's samples: numbers for the log, and a sentence where they look wrong.
struct SampleReading {
  Json numbers;
  std::optional<std::string> warning;
};
using ReadSamples = std::function<SampleReading(const Tensor& images, std::int64_t epoch)>;  // (N, height, width)
using MeasureModel = std::function<Json(const Model& model)>;

/// How a training is run, apart from what is trained.
struct RunOptions {
  std::filesystem::path data, out;
  std::optional<std::string> resume;  // "auto", or a checkpoint's path
  std::string device = "auto";
  int threads = 0;                    // 0: one a core
  double max_seconds = 0.0;           // 0: no limit
  std::int64_t checkpoint_every = 0;  // steps; 0: 200. There is one at each epoch's end too
  std::int64_t log_every = 0;         // steps; 0: 50
  bool dry_run = false;
  ComputeOptions compute;
  GroupSettings group;       // the processes that train together
  ReadSamples read_samples;  // after each epoch, where there is one
  MeasureModel measure;      // after each `measure_every` epochs, where there is one
  std::int64_t measure_every = 0;
};

/// Trains and leaves in `out` what docs/run-folder.md lists. Returns the exit status: 0, or 128 + the signal that
/// stopped it. Throws Error.
int run_training(const Config& config, const RunOptions& options);

/// "auto", "cpu", "cuda" or "cuda:N" -> a device that is there.
torch::Device parse_device(const std::string& text);

/// Facts about a training run, for a model file's metadata.
std::map<std::string, std::string> training_facts(const Trainer& trainer, double seconds);

}  // namespace latentwalk
