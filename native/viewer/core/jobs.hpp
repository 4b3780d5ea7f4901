#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "viewer/core/render_worker.hpp"

/// The kinds of work there are.
namespace latentwalk::viewer {

/// Images of latents (N, latent_dim), of a conditional model with labels (N) or class weights (N, class_count). While
/// it runs, rows not yet done show the answer before, if sizes agree.
std::unique_ptr<Job> decode_job(std::shared_ptr<const Model> model, Tensor latents, std::vector<std::int32_t> labels,
                                Tensor class_weights = zeros({0}));

/// Codes of images (N, height, width) in [0, 1], and with `reconstruct` what the model makes of their means.
std::unique_ptr<Job> encode_job(std::shared_ptr<const Model> model, Tensor images, std::vector<std::int32_t> labels,
                                bool reconstruct);

/// The latent whose picture is nearest to `target` (height, width), for a model without an encoder (LatentSearch with
/// seed 1). Shows the best so far.
std::unique_ptr<Job> search_job(std::shared_ptr<const Model> model, Tensor target, std::int32_t label);

/// What the model computes for the digit of a latent (1, latent_dim) or, for a model with an encoder, for an image (1,
/// height, width); the other one is empty. `noise`: which draw of the code is decoded.
std::unique_ptr<Job> inside_job(std::shared_ptr<const Model> model, Tensor latent, Tensor image,
                                std::vector<std::int32_t> label, unsigned noise);

/// A model file, from its bytes where they are given.
std::unique_ptr<Job> load_job(std::filesystem::path path,
                              std::shared_ptr<const std::vector<std::uint8_t>> bytes = nullptr);

/// What one digit alone costs: the median over half a second.
std::unique_ptr<Job> timing_job(std::shared_ptr<const Model> model);

}  // namespace latentwalk::viewer
