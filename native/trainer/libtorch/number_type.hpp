#pragma once

#include <torch/torch.h>

namespace latentwalk {

/// The type that networks and images are computed in: LibTorch's default type, float. A test sets it to double, so that
/// the order of sums does not matter.
inline torch::ScalarType number_type() { return c10::typeMetaToScalarType(torch::get_default_dtype()); }

}  // namespace latentwalk
