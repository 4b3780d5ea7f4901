#pragma once

#include "support/console.hpp"
#include "trainer/loop/run.hpp"
#include "trainer/loop/run_folder.hpp"
#include "trainer/loop/trainer.hpp"
#include "trainer/record/checkpoint.hpp"

namespace latentwalk {

/// Restores the trainer and the clock from a checkpoint if the options say so. Throws Error, naming the difference,
/// where the checkpoint belongs to another configuration or data set, and where the folder has a run that the options
/// do not continue. Says in one line what else differs, such as the version of LibTorch or the number of processes.
void resume_run(const RunOptions& options, const CheckpointFolder& checkpoints, Trainer& trainer, TrainingClock& clock,
                Console& console);

}  // namespace latentwalk
