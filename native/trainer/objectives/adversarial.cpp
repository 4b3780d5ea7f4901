#include "adversarial.hpp"

#include "latentwalk/error.hpp"

namespace latentwalk {

GeneratorLoss parse_generator_loss(const Json& config, const std::string& where) {
  const std::string form = read_string(config, "generator_loss", "non_saturating", where);
  if (form == "non_saturating") return GeneratorLoss::non_saturating;
  if (form == "minimax") return GeneratorLoss::minimax;
  fail(where, ": generator_loss must be non_saturating or minimax, found ", Json(form).dump());
}

// softplus(-l) = -log sigmoid(l), softplus(l) = -log(1 - sigmoid(l)), without overflow.
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

void check_gan_model(const ModelSpec& model, std::size_t outputs, const std::string& where) {
  if (!model.networks.contains("generator") || !model.networks.contains("discriminator")) {
    fail(where, ": this type needs the networks generator and discriminator");
  }
  const Shape out = layer_shapes(model.networks.at("discriminator"), where).back();
  if (out != Shape{outputs}) {
    fail(where, ": the discriminator must give ", shape_text({outputs}), ", found ", shape_text(out));
  }
}

}  // namespace latentwalk
