#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "viewer/core/run_log.hpp"
#include "viewer/session/model_list.hpp"

namespace latentwalk::viewer {

/// The same digits after each epoch (docs/run-folder.md, epochs.json).
struct RunEpochs {
  std::vector<std::int64_t> epochs;
  std::vector<std::shared_ptr<const Tensor>> rows;  // for each of them (columns, height, width), 1 is ink
};

/// The training run that is watched: its log, and its model once the trainer has written one.
class TrainingRun {
 public:
  explicit TrainingRun(ModelList& models) : models_(models) {}

  /// Watches this folder. `show_model`: its model is shown once it is there; otherwise only if no other one is in the
  /// list. Throws Error where the folder has no log.
  void open(const std::filesystem::path& folder, bool show_model);
  /// Reads what the trainer has written since the last call; true if there is something new.
  bool refresh();

  const RunLog& log() const { return log_; }
  /// Why the log cannot be read; empty if it can.
  const std::string& problem() const { return problem_; }
  std::shared_ptr<const Model> model() const;
  /// Null while there are none.
  std::shared_ptr<const RunEpochs> epochs() const { return epochs_; }
  /// Grows with each folder opened.
  int times_opened() const { return times_opened_; }

 private:
  bool read_log();
  bool read_epochs();

  ModelList& models_;
  RunLog log_;
  std::string problem_;
  std::optional<std::size_t> model_index_;
  bool show_model_ = false;
  std::shared_ptr<const RunEpochs> epochs_;
  std::filesystem::file_time_type epochs_time_{};
  int times_opened_ = 0;
};

}  // namespace latentwalk::viewer
