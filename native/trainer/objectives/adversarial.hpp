#pragma once

#include "../objective.hpp"

/// What the objectives of the GAN family share.
namespace latentwalk {

/// Which loss the generator minimises, of logits for its images.
enum class GeneratorLoss {
  non_saturating,  // -log D(G(z)): Goodfellow et al. (2014), section 3
  minimax          // log(1 - D(G(z))): the paper's equation 2
};
/// The key "generator_loss".
GeneratorLoss parse_generator_loss(const Json& config, const std::string& where);

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

/// Throws Error unless the model has a generator and a discriminator that gives `outputs` numbers.
void check_gan_model(const ModelSpec& model, std::size_t outputs, const std::string& where);

}  // namespace latentwalk
