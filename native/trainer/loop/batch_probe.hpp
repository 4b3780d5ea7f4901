#pragma once

#include "trainer/loop/trainer.hpp"

namespace latentwalk {

/// Why a step found no memory, and what batch size would have: found out by training a little with each. The trainer
/// that failed must be gone, or its memory is missing. Throws Error always.
[[noreturn]] void explain_out_of_memory(const Config& config, const TrainingData& data, torch::Device device,
                                        const ComputeOptions& compute);

}  // namespace latentwalk
