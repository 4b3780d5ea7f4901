#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "viewer/core/run_log.hpp"
#include "viewer/session/model_list.hpp"

namespace latentwalk::viewer {

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
  /// Grows with each folder opened.
  int times_opened() const { return times_opened_; }

 private:
  bool read_log();

  ModelList& models_;
  RunLog log_;
  std::string problem_;
  std::optional<std::size_t> model_index_;
  bool show_model_ = false;
  int times_opened_ = 0;
};

}  // namespace latentwalk::viewer
