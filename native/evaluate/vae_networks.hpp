#pragma once

#include <string>

#include "latentwalk/safetensors.hpp"
#include "latentwalk/spec.hpp"
#include "trainer/networks/torch_network.hpp"

/// The two networks of a VAE from its model file, in LibTorch. Likelihoods need the logits before the last sigmoid,
/// which stay finite where a pixel is certain. The core returns pixels only.
namespace latentwalk {

class VaeNetworks {
 public:
  /// Throws Error unless the model is a VAE with a normal prior whose decoder ends in a sigmoid over [0, 1], and where
  /// a tensor is missing. `where` starts the message.
  VaeNetworks(const ModelSpec& spec, const Safetensors& file, const std::string& where);

  struct Posterior {
    torch::Tensor mean, log_variance;  // (N, latent_dim)
  };
  /// images (N, height * width) in [0, 1]; labels (N), integers, which only conditional models use.
  Posterior encode(const torch::Tensor& images, const torch::Tensor& labels) const;

  /// z (N, latent_dim), labels as above -> the logits of the pixels (N, height * width).
  torch::Tensor logits(const torch::Tensor& z, const torch::Tensor& labels) const;

  const ModelSpec& spec() const { return spec_; }

 private:
  torch::Tensor with_classes(const torch::Tensor& values, const torch::Tensor& labels) const;

  ModelSpec spec_;
  TorchNetwork encoder_, decoder_;
};

}  // namespace latentwalk
