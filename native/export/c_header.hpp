#pragma once

#include <string>

#include "latentwalk/safetensors.hpp"
#include "latentwalk/spec.hpp"

namespace latentwalk {

/// The network that draws as one header of C99, weights included, which needs nothing but <math.h>. Its function
/// NAME_draw takes the latent vector and, of a conditional model, the class label, and gives pixels in [0, 1], where 1
/// is ink.
std::string c_header(const ModelSpec& model, const Safetensors& file);

}  // namespace latentwalk
