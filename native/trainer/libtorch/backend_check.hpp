#pragma once

#include <optional>
#include <string>

#include "trainer/config/config.hpp"

namespace latentwalk {

inline constexpr double kBackendTolerance = 1e-3;  // sound backends stay below 1e-5, the known fault is at 0.3

/// Compares LibTorch's convolutions, transposed convolutions and products, with both gradients, at the exact sizes of
/// a model's layers, with a plain loop in double precision. Returns what was wrong with the worst, or nothing.
std::optional<std::string> find_backend_fault(const ModelSpec& model, double tolerance = kBackendTolerance);

/// find_backend_fault; where there is one, switches oneDNN off and looks again (LibTorch 2.6 with oneDNN 3.7 is known
/// to be wrong). Returns a warning where that helped. Throws Error where nothing does.
std::optional<std::string> ensure_sound_backend(const ModelSpec& model);

}  // namespace latentwalk
