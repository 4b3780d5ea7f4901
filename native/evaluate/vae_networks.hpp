#pragma once

#include <string>

#include "latentwalk/safetensors.hpp"
#include "latentwalk/spec.hpp"
#include "trainer/networks/torch_network.hpp"

/// A VAE's two networks from its model file, in LibTorch. The core gives pixels; likelihoods need the logits before the
/// closing sigmoid, where a pixel that is certain still has a finite one.
namespace latentwalk {

class VaeNetworks {
 public:
  /// Throws Error where the model is no VAE whose decoder ends in a sigmoid over [0, 1], or a tensor is missing.
  VaeNetworks(const ModelSpec& spec, const Safetensors& file, const std::string& where);

  struct Posterior {
    torch::Tensor mean, log_variance;  // (N, latent_dim)
  };
  /// images (N, height * width) in [0, 1]; labels (N), integers, read only by a conditional model.
  Posterior encode(const torch::Tensor& images, const torch::Tensor& labels) const;

  /// z (N, latent_dim) -> (N, height * width), the logit of each pixel being ink.
  torch::Tensor logits(const torch::Tensor& z, const torch::Tensor& labels) const;

  const ModelSpec& spec() const { return spec_; }

 private:
  torch::Tensor with_classes(const torch::Tensor& values, const torch::Tensor& labels) const;

  ModelSpec spec_;
  TorchNetwork encoder_, decoder_;
};

}  // namespace latentwalk
