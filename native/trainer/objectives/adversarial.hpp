#pragma once

#include "trainer/objectives/objective.hpp"

/// What the objectives of the GAN family share.
namespace latentwalk {

torch::Tensor generator_loss(const torch::Tensor& fake_logits, GeneratorLoss form);
/// -log D(x) - log(1 - D(G(z))), averaged: the paper's equation 1, negated.
torch::Tensor discriminator_loss(const torch::Tensor& real_logits, const torch::Tensor& fake_logits);

/// d_loss, d_real and d_fake, the discriminator's mean answers.
std::vector<Term> discriminator_terms(const torch::Tensor& total, const torch::Tensor& real_logits,
                                      const torch::Tensor& fake_logits);

/// A discriminator that has won says so in d_loss.
std::optional<std::string> diagnose_gan(const std::map<std::string, double>& means);

/// The two phases of a step.
const std::vector<Phase>& gan_phases();

}  // namespace latentwalk
