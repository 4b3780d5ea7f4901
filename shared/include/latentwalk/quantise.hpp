#pragma once

#include <string>

#include "latentwalk/safetensors.hpp"
#include "latentwalk/spec.hpp"

/// How parameters lie in a model file. A weight may be stored as I8: whole numbers from -127 to 127 and, in a second
/// tensor, one F32 scale for each output channel; a value is its number times its channel's scale.
namespace latentwalk {

/// The tensor with the scales of a quantised weight: "generator.1.weight_scale".
std::string scale_name(const std::string& weight);

/// Adds the parameter's tensor to the file: as F32, F16, or quantised for DType::i8, where everything that is no matrix
/// (biases, batch norm) stays F32. Throws Error on another dtype.
void store_parameter(Safetensors& file, const Parameter& parameter, const Tensor& values, DType storage);

/// The parameter's values, widened to F32. `where` opens the messages. Throws Error on a missing tensor or scale, and
/// on a scale that is not a positive number.
Tensor load_parameter(const Safetensors& file, const Parameter& parameter, const std::string& where);

}  // namespace latentwalk
