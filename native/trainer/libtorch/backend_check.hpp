#pragma once

#include <optional>
#include <string>

#include "latentwalk/spec.hpp"

namespace latentwalk {

inline constexpr double kBackendTolerance = 1e-3;  // correct backends stay below 1e-5, the known fault is at 0.3

/// Compares LibTorch's convolutions, transposed convolutions and products, and both gradients of each, with a plain
/// loop in double precision, at the sizes of the model's layers. Returns a description of the largest relative error
/// above `tolerance`, or nothing.
std::optional<std::string> find_backend_fault(const ModelSpec& model, double tolerance = kBackendTolerance);

/// Switches oneDNN off if find_backend_fault finds a fault, and returns a warning then (LibTorch 2.6 with oneDNN 3.7
/// computes wrong results). Throws Error where there is a fault without oneDNN too.
std::optional<std::string> ensure_sound_backend(const ModelSpec& model);

}  // namespace latentwalk
