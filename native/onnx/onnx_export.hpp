#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "latentwalk/safetensors.hpp"
#include "latentwalk/spec.hpp"

namespace latentwalk {

/// Exports a network of a model file as an ONNX model (F32, batch norms folded), checked by ONNX's checker.
///
/// The image network ("generator" or "decoder") takes `latents` (N, latent_dim) and, if the model is conditional,
/// one-hot `classes` (N, class_count). It returns `images` (N, height, width) in [0, 1], where 1 is ink. The encoder
/// takes `images`, and `classes` likewise. It returns `codes` (N, 2 latent_dim): means, then log-variances. Throws
/// Error if the model has no such network. `opset` is the version of the operators, 13 to 17: none of those that the
/// layers need differs between them.
std::vector<std::uint8_t> export_onnx(const ModelSpec& model, const Safetensors& file, const std::string& network,
                                      int opset = 13);

}  // namespace latentwalk
