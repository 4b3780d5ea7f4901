#pragma once

#include "trainer/loop/trainer.hpp"

namespace latentwalk {

/// Throws an Error that names a batch size for which the device has enough memory. Finds it by trial: trains two steps
/// with each smaller size. Destroy the trainer that failed first, so that its memory is free.
[[noreturn]] void explain_out_of_memory(const Config& config, const TrainingData& data, torch::Device device,
                                        const ComputeOptions& compute);

}  // namespace latentwalk
