#pragma once

#include <string>

#include "latentwalk/safetensors.hpp"
#include "latentwalk/spec.hpp"

namespace latentwalk {

/// The weights of a model as F32, under the names that torch_module_text loads: without self-test and prior.
Safetensors torch_weights(const ModelSpec& model, const Safetensors& file);

/// Python that builds the model's networks as torch.nn.Sequential, loads `file`, which holds torch_weights, and draws.
std::string torch_module_text(const ModelSpec& model, const std::string& file);

}  // namespace latentwalk
