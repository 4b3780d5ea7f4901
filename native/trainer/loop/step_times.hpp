#pragma once

#include <string>

#include "latentwalk/config.hpp"
#include "trainer/libtorch/compute.hpp"

/// How fast training steps are, on random pixels: speed does not depend on what the digits show. This header does not
/// include LibTorch.
namespace latentwalk {

/// Digits a second over `steps` steps, without a wait for the device between steps. Ten steps before them are not
/// timed.
double digits_per_second(const Config& config, const std::string& device, const ComputeOptions& compute, int steps);

/// Seconds of one step on the CPU with each ConvTransposePath: medians of `rounds` alternating steps.
struct ConvTransposeTimes {
  double gradient = 0.0, stock = 0.0;
};
ConvTransposeTimes time_conv_transpose(const Config& config, int rounds);

/// Seconds of one step of the core's Learner and of LibTorch on the CPU, with as many threads each: medians of `rounds`
/// alternating blocks of steps.
struct LearnerTimes {
  double core = 0.0, libtorch = 0.0;
};
LearnerTimes time_learner(const Config& config, int rounds, int threads);

}  // namespace latentwalk
