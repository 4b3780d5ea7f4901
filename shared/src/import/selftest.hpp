#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "latentwalk/model.hpp"

namespace latentwalk {

/// A parameter's values rounded as a file stores them, so that the self-test uses them as they will be read. Throws
/// Error, beginning with `where`, where they do not fit.
Tensor as_stored(const Parameter& parameter, const Tensor& values, DType storage, const std::string& where);

/// Computes the self-test of a model file: the images, and with an encoder the codes, that the core computes from the
/// file's weights for latents (N, latent_dim). `labels` has N elements for a conditional model and is empty otherwise.
void make_selftest(ModelFile& file, const Tensor& latents, const std::vector<std::int32_t>& labels);

}  // namespace latentwalk
