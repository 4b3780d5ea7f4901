#pragma once

#include <torch/torch.h>

#include <map>
#include <string>

#include "trainer/networks/torch_network.hpp"

/// LibTorch's Adam. Its state has the names adam.<parameter>.{step,exp_avg,exp_avg_sq} in a checkpoint.
namespace latentwalk {

/// The state of each parameter that has taken a step.
std::map<std::string, torch::Tensor> adam_state(const torch::optim::Adam& adam, const NamedTensors& parameters);

/// Replaces the state. A parameter without a step in `state` starts anew. Throws Error where a part of a parameter's
/// state is missing or has another shape. `where` starts the message.
void set_adam_state(torch::optim::Adam& adam, const NamedTensors& parameters,
                    const std::map<std::string, torch::Tensor>& state, const std::string& where);

/// Does what adam.step() does. `parameters` are all parameters of `adam`. On CUDA it launches one kernel instead of a
/// dozen for each parameter, because launches take most of the time of a step of small networks.
void adam_step(torch::optim::Adam& adam, const NamedTensors& parameters);

void set_learning_rate(torch::optim::Adam& adam, double lr);

}  // namespace latentwalk
