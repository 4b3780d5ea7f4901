#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/console.hpp"
#include "trainer/loop/epoch_pictures.hpp"
#include "trainer/loop/run.hpp"
#include "trainer/loop/trainer.hpp"
#include "trainer/record/checkpoint.hpp"
#include "trainer/record/run_lock.hpp"
#include "trainer/record/run_records.hpp"

namespace latentwalk {

/// Seconds on a clock that never goes back.
double seconds_now();

/// How long a run has trained, over all of its starts.
class TrainingClock {
 public:
  void start() { started_ = seconds_now(); }
  /// Adds the time before this start of the program.
  void add_earlier(double seconds) { earlier_ = seconds; }
  double since_start() const { return started_ > 0 ? seconds_now() - started_ : 0.0; }
  double total() const { return earlier_ + since_start(); }

 private:
  double started_ = 0.0, earlier_ = 0.0;
};

/// Finds what RunFolder would find wrong, and writes nothing: a folder that cannot be written, that another process
/// trains into, or that has a run already; a checkpoint that cannot be resumed. Throws Error.
void check_run_folder(const RunOptions& options, Trainer& trainer, TrainingClock& clock, Console& console);

/// The folder of a run: its lock, checkpoints, logs, pictures, figures and model file. Of several processes, only the
/// first has one.
class RunFolder {
 public:
  /// Locks the folder, restores the trainer and the clock from a checkpoint if the options say so, and opens the logs.
  /// All references must outlive this object. Throws Error where the folder holds another run.
  RunFolder(const RunOptions& options, Trainer& trainer, TrainingClock& clock, Console& console);

  /// Writes the terms of a step to the logs.
  void write_step(const std::vector<std::pair<std::string, double>>& terms);
  /// Writes the means, pictures and model file of an epoch, and prints a line and any warning.
  void finish_epoch();
  void save_checkpoint();
  /// Writes model.safetensors. Returns its bytes.
  std::vector<std::uint8_t> write_model();
  /// Adds a fitted prior to the model.safetensors of a VAE. Where there are too few digits, prints so.
  void fit_prior();
  /// Draws the figures with gnuplot. Where that fails, prints why.
  void draw_figures();

 private:
  void prepare();
  SampleReading read_samples(std::int64_t epoch);

  const RunOptions& options_;
  Trainer& trainer_;
  TrainingClock& clock_;
  Console& console_;
  CheckpointFolder checkpoints_;
  std::optional<RunLock> lock_;
  std::optional<RunRecords> records_;
  std::optional<EpochPictures> pictures_;
};

}  // namespace latentwalk
