#pragma once

#include "trainer/objectives/objective.hpp"

/// The forward pass and the phase that VAE and InfoVAE share.
namespace latentwalk {

struct Autoencoding {
  torch::Tensor z;               // (N, latent_dim), drawn from the posterior
  torch::Tensor reconstruction;  // scalar: binary cross-entropy, summed over pixels, averaged over the batch
  torch::Tensor kl;              // scalar: divergence of the posterior from the prior, averaged over the batch
};

/// Encodes a batch, draws a code for each image and decodes it. Both networks get the labels if the model has classes.
Autoencoding autoencode(const ModelSpec& model, const Batch& batch, const TorchNetworks& networks);

/// The one phase of a step.
const std::vector<Phase>& vae_phases();

}  // namespace latentwalk
