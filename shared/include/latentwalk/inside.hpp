#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "latentwalk/model.hpp"

namespace latentwalk {

/// What a model computes for one digit, layer by layer.
struct Inside {
  /// The output of a layer.
  struct Layer {
    std::size_t layer = 0;           ///< Its index in the network.
    std::vector<std::string> steps;  ///< The types of the layers that run together, ending with this one.
    Shape shape;                     ///< (channels, height, width), or (values).
    std::vector<float> values;       ///< Row-major in the shape.
  };
  Tensor given = zeros({0});   ///< The digit that is looked at, (1, height, width) in [0, 1].
  std::vector<Layer> encoder;  ///< Empty if the model has no encoder.
  Codes codes;                 ///< The encoder's posterior of the digit, each (1, latent_dim).
  Tensor latent = zeros({0});  ///< What is decoded, (1, latent_dim).
  std::vector<Layer> decoder;  ///< Of the generator or decoder.
  Tensor drawn = zeros({0});   ///< Its output, (1, height, width) in [0, 1].
};

/// What the model computes for a latent (1, latent_dim): a generator decodes it. A model with an encoder decodes it
/// too, then encodes that digit as `inside_image` does. `label` has one class label, or none for an unconditional
/// model. Throws Error as decode and encode do.
Inside inside_latent(const Model& model, const Tensor& latent, std::span<const std::int32_t> label,
                     std::uint64_t noise = 0);

/// What a model with an encoder computes for an image (1, height, width): its code, and what the decoder makes of a
/// draw from the code. Draw 0 is the mean; another one is the mean plus the spread times normal noise of that seed.
Inside inside_image(const Model& model, const Tensor& image, std::span<const std::int32_t> label,
                    std::uint64_t noise = 0);

}  // namespace latentwalk
