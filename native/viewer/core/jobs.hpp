#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "viewer/core/render_worker.hpp"

/// The kinds of work there are.
namespace latentwalk::viewer {

/// Images of latents (N, latent_dim). While it runs, rows not yet done show the answer before, if sizes agree.
std::unique_ptr<Job> decode_job(std::shared_ptr<const Model> model, Tensor latents, std::vector<std::int32_t> labels);

/// Codes of images (N, height, width) in [0, 1], and with `reconstruct` what the model makes of their means.
std::unique_ptr<Job> encode_job(std::shared_ptr<const Model> model, Tensor images, std::vector<std::int32_t> labels,
                                bool reconstruct);

/// The latent whose picture is nearest to `target` (height, width) by mean squared error: draws from the prior, then
/// smaller and smaller steps round the best. For a model without an encoder. Shows the best so far.
std::unique_ptr<Job> search_job(std::shared_ptr<const Model> model, Tensor target, std::uint64_t seed);

/// A model file.
std::unique_ptr<Job> load_job(std::filesystem::path path);

/// What one digit alone costs: the median over half a second.
std::unique_ptr<Job> timing_job(std::shared_ptr<const Model> model);

}  // namespace latentwalk::viewer
