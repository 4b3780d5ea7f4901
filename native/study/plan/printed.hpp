#pragma once

#include <string>
#include <vector>

#include "latentwalk/json.hpp"

namespace latentwalk {

/// A network trained as the paper prints it (preset `paper`), or with one thing changed.
struct PrintedArm {
  std::string name;    // "fc-gan", "fc-gan-non-saturating", "fc-gan-low-rate"
  std::string config;  // configs/CONFIG.json
  std::string words;   // in tables
  Json patch;          // of the preset
};

/// First the two rivals of claim 1 as printed, then the GAN with other choices.
const std::vector<PrintedArm>& printed_arms();
const PrintedArm& printed_arm(const std::string& name);

}  // namespace latentwalk
