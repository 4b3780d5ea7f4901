#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "latentwalk/safetensors.hpp"
#include "latentwalk/spec.hpp"

namespace latentwalk {

/// One network of a model file as an ONNX model (opset 13, F32, batch norm folded), checked by onnx's own checker.
///
/// The image network ("generator" or "decoder") takes `latents` (N, latent_dim) and, if the model is conditional,
/// `classes` (N, class_count), one-hot; it gives `images` (N, height, width) in [0, 1], 1 = ink. The encoder takes
/// `images`, and `classes` likewise; it gives `codes` (N, 2 latent_dim), the means and then the log-variances.
/// Throws Error where the model has no such network.
std::vector<std::uint8_t> export_onnx(const ModelSpec& model, const Safetensors& file, const std::string& network);

}  // namespace latentwalk
