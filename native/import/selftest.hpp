#pragma once

#include <cstdint>
#include <vector>

#include "latentwalk/model.hpp"

namespace latentwalk {

/// Computes the self-test of a model file: the images, and with an encoder the codes, that the core computes from the
/// file's weights for latents (N, latent_dim). `labels` has N elements for a conditional model and is empty otherwise.
void make_selftest(ModelFile& file, const Tensor& latents, const std::vector<std::int32_t>& labels);

}  // namespace latentwalk
