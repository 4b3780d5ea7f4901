#pragma once

#include <string>

#include "latentwalk/safetensors.hpp"
#include "latentwalk/spec.hpp"

/// How a model file stores parameters. A weight stored as I8 consists of whole numbers from -127 to 127 and, in a
/// second tensor, one F32 scale per output channel. Each value is its number times the scale of its channel.
namespace latentwalk {

/// The name of the tensor with a weight's scales, e.g. "generator.1.weight_scale".
std::string scale_name(const std::string& weight);

/// Adds a parameter to the file as F32, F16 or I8. With I8, only weights of linear layers and convolutions are
/// quantised; biases and batch norms stay F32. Throws Error on another dtype.
void store_parameter(Safetensors& file, const Parameter& parameter, const Tensor& values, DType storage);

/// A parameter's values as F32. `where` begins each error message. Throws Error if the tensor or its scales are missing
/// or of the wrong shape, or if a scale is not positive.
Tensor load_parameter(const Safetensors& file, const Parameter& parameter, const std::string& where);

}  // namespace latentwalk
