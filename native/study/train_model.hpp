#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "latentwalk/json.hpp"
#include "study/plan/budget.hpp"
#include "study/plan/subset.hpp"

namespace latentwalk {

/// A signal asked for a stop; what was trained is in a checkpoint.
struct StudyStopped {
  int signal = 0;
};

struct TrainedModel {
  std::vector<std::uint8_t> file;  // a model file, weights as F16
  std::vector<int> code_digits;  // InfoGAN: the digit that each value of its code stands for; -1: none of the subset's
  double code_accuracy = 0.0;    // InfoGAN: how many of the subset's digits the map reads rightly
  double seconds = 0.0;          // of this call
};

/// Trains with the trainer's own steps, on this subset alone. Checkpoints go to `folder`, from where a training that
/// was stopped goes on; the last one is of the end. Whoever keeps the model removes the folder. `shorter`: the folder
/// of the same training that has ended after fewer steps, from where a new one goes on. Throws Error, or StudyStopped.
TrainedModel train_model(const Json& config, const Budget& budget, const Subset& subset,
                         const std::filesystem::path& folder, const std::string& device,
                         const std::filesystem::path& shorter = {});

/// The model file of a training that has not begun: the initial weights of the configuration's seed.
std::vector<std::uint8_t> untrained_model(const Json& config, const Subset& subset);

}  // namespace latentwalk
