#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "latentwalk/config.hpp"
#include "latentwalk/json.hpp"
#include "latentwalk/model.hpp"
#include "trainer/distributed/group_settings.hpp"
#include "trainer/libtorch/compute.hpp"

/// A training run from its options to its last step. This header does not include LibTorch.
namespace latentwalk {

/// What a ReadSamples function returns: numbers for the log, and a warning where the samples look wrong.
struct SampleReading {
  Json numbers;
  std::optional<std::string> warning;
};
/// Reads the samples of an epoch: images (N, height, width) in [0, 1].
using ReadSamples = std::function<SampleReading(const Tensor& images, std::int64_t epoch)>;
/// Measures a model. Returns an object of numbers for the log.
using MeasureModel = std::function<Json(const Model& model)>;

/// How a training runs. The configuration says what is trained.
struct RunOptions {
  std::filesystem::path data, out;    // folder with MNIST's IDX files; folder of the run
  std::optional<std::string> resume;  // "auto", or the path of a checkpoint
  std::string device = "auto";
  int threads = 0;                    // 0: one for each core
  double max_seconds = 0.0;           // 0: no limit
  std::int64_t checkpoint_every = 0;  // steps; 0: 200, but at least 30 s apart. Each epoch ends with one too
  std::int64_t log_every = 0;         // steps; 0: 50
  bool dry_run = false;
  ComputeOptions compute;
  GroupSettings group;             // the processes that train together
  ReadSamples read_samples;        // called after each epoch, if set
  MeasureModel measure;            // called after each `measure_every` epochs and after the last one, if set
  std::int64_t measure_every = 0;  // epochs
};

/// Trains, and writes what docs/run-folder.md lists to `options.out`. Returns the exit status: 0, or 128 + the signal
/// that stopped the training. Throws Error.
int run_training(const Config& config, const RunOptions& options);

}  // namespace latentwalk
