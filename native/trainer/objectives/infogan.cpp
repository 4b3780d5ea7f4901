// InfoGAN (Chen et al., 2016): a GAN whose code, every latent block that is not plain noise, must be readable from the
// image. Q, which reads it, shares all of the discriminator but its last layer: that gives, side by side, the logit of
// being real, the logits of each categorical block, and the mean of each uniform coordinate (a normal of variance 1).
#include "../prior.hpp"
#include "adversarial.hpp"
#include "latentwalk/error.hpp"
#include "objectives.hpp"

namespace latentwalk {
namespace {

class InfoGan final : public Objective {
 public:
  InfoGan(ModelSpec model, GeneratorLoss form, double categorical_weight, double continuous_weight)
      : model_(std::move(model)),
        form_(form),
        categorical_weight_(categorical_weight),
        continuous_weight_(continuous_weight) {}

  const std::vector<Phase>& phases() const override { return gan_phases(); }

  Loss loss(std::size_t phase, const Batch& batch, const TorchNetworks& networks) override {
    const TorchNetwork& discriminator = networks.at("discriminator");
    const auto judge = [&](const torch::Tensor& images) {
      return discriminator.forward(images.reshape(batch_shape(images.size(0), discriminator.spec().input)), true);
    };
    if (phase == 0) {
      latents_ = draw_latents(model_, batch.images.size(0), batch.images.device(), batch.shard);
      fake_ = networks.at("generator").forward(latents_, true);
      const torch::Tensor real = judge(batch.images).narrow(1, 0, 1), answer = judge(fake_.detach());
      const torch::Tensor fake = answer.narrow(1, 0, 1), adversarial = discriminator_loss(real, fake);
      Loss loss{adversarial + code_loss(answer).total, discriminator_terms(adversarial, real, fake)};
      return loss;
    }
    const torch::Tensor answer = judge(fake_);
    Loss code = code_loss(answer);
    const torch::Tensor adversarial = generator_loss(answer.narrow(1, 0, 1), form_);
    code.terms.insert(code.terms.begin(), Term{"g_loss", adversarial.detach()});
    fake_ = latents_ = torch::Tensor();
    return {adversarial + code.total, code.terms};
  }

  std::optional<std::string> diagnose(const std::map<std::string, double>& means) const override {
    return diagnose_gan(means);
  }

 private:
  /// The mutual-information bound of their equation 5, negated and less the code's constant entropy: how badly Q reads
  /// the code.
  Loss code_loss(const torch::Tensor& answer) const {
    torch::Tensor categorical = torch::zeros({}, answer.options()), continuous = torch::zeros({}, answer.options());
    std::int64_t in_latent = 0, in_answer = 1;
    for (const LatentBlock& block : model_.latent) {
      const auto dim = static_cast<std::int64_t>(block.dim);
      const torch::Tensor code = latents_.narrow(1, in_latent, dim);
      in_latent += dim;
      if (block.prior == LatentBlock::Prior::normal) continue;
      const torch::Tensor read = answer.narrow(1, in_answer, dim);
      in_answer += dim;
      if (block.prior == LatentBlock::Prior::categorical) {
        categorical = categorical - (code * at::log_softmax(read, 1)).sum(1).mean();
      } else {
        continuous = continuous + 0.5 * (code - read).square().sum(1).mean();
      }
    }
    return {categorical_weight_ * categorical + continuous_weight_ * continuous,
            {{"code_categorical", categorical.detach()}, {"code_continuous", continuous.detach()}}};
  }

  ModelSpec model_;
  GeneratorLoss form_;
  double categorical_weight_, continuous_weight_;
  torch::Tensor fake_, latents_;  // between the two phases
};

}  // namespace

std::unique_ptr<Objective> make_infogan(const Json& config, const ModelSpec& model, const std::string& where) {
  check_keys(config, {"type", "generator_loss", "categorical_weight", "continuous_weight"}, where);
  std::size_t code = 0;
  for (const LatentBlock& block : model.latent) code += block.prior == LatentBlock::Prior::normal ? 0 : block.dim;
  if (code == 0) fail(where, ": type infogan needs a latent block that is uniform or categorical");
  if (model.class_count > 0) fail(where, ": type infogan finds its classes by itself: class_count must be 0");
  check_gan_model(model, 1 + code, where);
  return std::make_unique<InfoGan>(model, parse_generator_loss(config, where),
                                   read_number(config, "categorical_weight", 0.0, 1000.0, 1.0, where),
                                   read_number(config, "continuous_weight", 0.0, 1000.0, 0.1, where));
}

}  // namespace latentwalk
