#pragma once

#include "trainer/objectives/objective.hpp"

/// The losses and phases that GAN and InfoGAN share. Logits are (N, 1); losses are scalars.
namespace latentwalk {

/// The mean over the batch of the loss that `form` names.
torch::Tensor generator_loss(const torch::Tensor& fake_logits, GeneratorLoss form);
/// The mean of -log D(x) - log(1 - D(G(z))): the negative of the paper's equation 1.
torch::Tensor discriminator_loss(const torch::Tensor& real_logits, const torch::Tensor& fake_logits);

/// d_loss, and the mean of D for real digits (d_real) and for generated ones (d_fake).
std::vector<Term> discriminator_terms(const torch::Tensor& total, const torch::Tensor& real_logits,
                                      const torch::Tensor& fake_logits);

/// A warning where d_loss shows that the discriminator tells every image apart.
std::optional<std::string> diagnose_gan(const std::map<std::string, double>& means);

/// The two phases of a step: the discriminator, then the generator.
const std::vector<Phase>& gan_phases();

}  // namespace latentwalk
