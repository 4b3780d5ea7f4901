#pragma once

#include <cstdint>
#include <vector>

#include "latentwalk/model.hpp"

namespace latentwalk {

/// Fills in a file's self-test: the images, and codes, that the core draws from its weights. `latents` (N, latent_dim);
/// `labels` one a row for a conditional model, else empty.
void make_selftest(ModelFile& file, const Tensor& latents, const std::vector<std::int32_t>& labels);

}  // namespace latentwalk
