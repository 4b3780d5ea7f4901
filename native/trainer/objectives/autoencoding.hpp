#pragma once

#include "trainer/objectives/objective.hpp"

/// What the objectives of the VAE family share.
namespace latentwalk {

struct Autoencoding {
  torch::Tensor z;               // (N, latent_dim), drawn from the posterior
  torch::Tensor reconstruction;  // scalar: binary cross-entropy, summed over an image, averaged over the batch
  torch::Tensor kl;              // scalar: divergence of the posterior from the prior, likewise
};

/// Encodes a batch, draws, decodes. Encoder and decoder get the labels where the model has classes.
Autoencoding autoencode(const ModelSpec& model, const Batch& batch, const TorchNetworks& networks);

/// The one phase of a step.
const std::vector<Phase>& vae_phases();

}  // namespace latentwalk
