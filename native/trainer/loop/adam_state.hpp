#pragma once

#include <torch/torch.h>

#include <map>
#include <string>

#include "trainer/networks/torch_network.hpp"

/// LibTorch's Adam, and what it remembers under names that a checkpoint can hold:
/// adam.<parameter>.{step,exp_avg,exp_avg_sq}.
namespace latentwalk {

/// Nothing for a parameter that was never stepped.
std::map<std::string, torch::Tensor> adam_state(const torch::optim::Adam& adam, const NamedTensors& parameters);

/// Throws Error where a part is missing or of another shape.
void set_adam_state(torch::optim::Adam& adam, const NamedTensors& parameters,
                    const std::map<std::string, torch::Tensor>& state, const std::string& where);

/// adam.step() for these parameters, its own ones. On CUDA in one launch instead of a dozen a parameter, where
/// launching is what a step of networks of this size waits for; the state is the same.
void adam_step(torch::optim::Adam& adam, const NamedTensors& parameters);

void set_learning_rate(torch::optim::Adam& adam, double lr);

}  // namespace latentwalk
