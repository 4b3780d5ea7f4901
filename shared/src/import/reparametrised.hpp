#pragma once

#include <set>
#include <string>

#include "latentwalk/safetensors.hpp"

namespace latentwalk {

/// Says how one of the `wanted` tensors is computed from others in the file, and what to do: weight norm, spectral norm
/// and other parametrisations, pruning, low-rank adapters and quantised weights. Looks at skipped tensors too, because
/// a wanted tensor without them is not the layer's weight. Empty where every wanted tensor is what the layer uses.
std::string reparametrised_fault(const Safetensors& file, const std::set<std::string>& wanted);

}  // namespace latentwalk
