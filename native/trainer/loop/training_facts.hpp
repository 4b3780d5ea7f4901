#pragma once

#include <map>
#include <string>

namespace latentwalk {

class Trainer;

/// The facts of a training for the metadata of a model file: program, machine, seed, steps, the mean losses of the
/// last epoch, … (docs/model-format.md). `seconds` is how long the training took.
std::map<std::string, std::string> training_facts(const Trainer& trainer, double seconds);

}  // namespace latentwalk
