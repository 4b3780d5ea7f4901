#pragma once

#include <torch/torch.h>

namespace latentwalk {

/// What networks and pictures are computed in: LibTorch's default type, which is float. A test asks LibTorch for
/// double, where sums in another order make no difference that one would see.
inline torch::ScalarType number_type() { return c10::typeMetaToScalarType(torch::get_default_dtype()); }

}  // namespace latentwalk
