#include "trainer/objectives/adversarial.hpp"

namespace latentwalk {

// softplus(-l) = -log sigmoid(l) and softplus(l) = -log(1 - sigmoid(l)), without overflow.
torch::Tensor generator_loss(const torch::Tensor& fake_logits, GeneratorLoss form) {
  return form == GeneratorLoss::minimax ? -at::softplus(fake_logits).mean() : at::softplus(-fake_logits).mean();
}

torch::Tensor discriminator_loss(const torch::Tensor& real_logits, const torch::Tensor& fake_logits) {
  return at::softplus(-real_logits).mean() + at::softplus(fake_logits).mean();
}

std::vector<Term> discriminator_terms(const torch::Tensor& total, const torch::Tensor& real_logits,
                                      const torch::Tensor& fake_logits) {
  return {{"d_loss", total.detach()},
          {"d_real", real_logits.detach().sigmoid().mean()},
          {"d_fake", fake_logits.detach().sigmoid().mean()}};
}

std::optional<std::string> diagnose_gan(const std::map<std::string, double>& means) {
  if (means.at("d_loss") < 1e-3) {
    return "the discriminator tells every image apart (d_loss below 0.001), so the generator learns nothing: lower "
           "the discriminator's learning rate";
  }
  return std::nullopt;
}

const std::vector<Phase>& gan_phases() {
  static const std::vector<Phase> phases{{"discriminator", {"discriminator"}, {}},
                                         {"generator", {"generator"}, {"discriminator"}}};
  return phases;
}

}  // namespace latentwalk
