#pragma once

#include <string_view>

#include "latentwalk/safetensors.hpp"

namespace latentwalk {

/// A tensor of any real dtype as 32-bit floats: also BF16, the 8-bit floats, whole numbers and BOOL, which model files
/// do not have. Throws Error, beginning with `what`, on complex numbers.
Tensor load_numbers(const StoredTensor& stored, std::string_view what);

}  // namespace latentwalk
