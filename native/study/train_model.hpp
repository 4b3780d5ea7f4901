#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "latentwalk/json.hpp"
#include "study/subset.hpp"

namespace latentwalk {

/// A signal asked for a stop; what was trained is in a checkpoint.
struct StudyStopped {
  int signal = 0;
};

/// How long a model trains: `passes` over `pass_steps` batches. A subset smaller than a pass is repeated within it, so
/// that 100 digits and 60,000 can be given the same number of steps.
struct Budget {
  std::int64_t passes = 1, pass_steps = 1, batch_size = 128;
  std::int64_t steps() const { return passes * pass_steps; }
};

/// About `steps` steps on `digits` digits; each pass has every digit at least once, where there are steps enough.
Budget make_budget(std::int64_t steps, std::int64_t batch_size, std::size_t digits);

/// The `epochs` of configs/NAME.json.
std::int64_t own_epochs(const std::string& name);

/// configs/NAME.json, preset best, resolved for this budget and seed.
Json study_config(const std::string& name, const Budget& budget, std::int64_t seed);

struct TrainedModel {
  std::vector<std::uint8_t> file;  // a model file, weights as F16
  std::vector<int> code_digits;  // InfoGAN: the digit that each value of its code stands for; -1: none of the subset's
  double code_accuracy = 0.0;    // InfoGAN: how many of the subset's digits the map reads rightly
  double seconds = 0.0;          // of this call
};

/// Trains with the trainer's own steps, on this subset alone. Checkpoints go to `folder`, from where a training that
/// was stopped goes on; whoever keeps the model removes it. Throws Error, or StudyStopped.
TrainedModel train_model(const Json& config, const Budget& budget, const Subset& subset,
                         const std::filesystem::path& folder, const std::string& device);

}  // namespace latentwalk
