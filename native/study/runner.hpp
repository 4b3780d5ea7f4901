#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "study/cell_claim.hpp"
#include "study/judge.hpp"
#include "study/plan/cells.hpp"
#include "study/plan/plan.hpp"
#include "study/train_model.hpp"

namespace latentwalk {

/// Computes the cells of a plan that are not there yet, one after the other, and those that another process on the same
/// folder is computing not at all: it waits for them. Stopped at any point, it loses at most the one at work, and of a
/// training at most a minute.
class StudyRunner {
 public:
  using Say = std::function<void(const std::string& line)>;
  StudyRunner(const Plan& plan, std::filesystem::path out, std::string classifier_path, std::string device, Say say);

  /// Returns how many cells this process computed. Throws Error, or StudyStopped on a signal.
  std::size_t run();

 private:
  std::vector<CellClaim> claim(const Plan::Task& task) const;
  std::filesystem::path model_path(const Cell& cell) const;
  std::filesystem::path run_path(const Cell& cell) const;
  void forget_run(const Cell& cell) const;
  /// The cell of the same training as printed with the next fewer epochs, or the next more.
  std::optional<Cell> printed_neighbour(const Plan::Task& task, int step) const;
  Json compute(const Plan::Task& task);
  Json compute_model(const Plan::Task& task);
  Json compute_printed(const Plan::Task& task);
  Json compute_start(const Plan::Task& task);
  Json compute_generator(const Plan::Task& task);
  Json compute_arm(const Plan::Task& task);
  /// The trained network of a cell, from FOLDER/models; trained (again) where it is not there.
  TrainedModel train(const Cell& cell, const std::string& config, const Budget& budget, std::size_t count, int seed);
  const Judge& judge();

  const Plan& plan_;
  std::filesystem::path out_;
  std::string classifier_path_, device_;
  Say say_;
  CellStore store_;
  std::unique_ptr<Judge> judge_;
};

}  // namespace latentwalk
