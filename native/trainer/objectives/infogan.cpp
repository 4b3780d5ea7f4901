// InfoGAN (Chen et al., 2016): a GAN that learns to make its code readable from the image. The code is every latent
// block without a normal prior. The network Q, which reads the code, is the discriminator with other outputs: after the
// logit of being real come the logits of each categorical block and the mean of each uniform coordinate (of a normal
// distribution with variance 1), in the order of the blocks.
#include "trainer/networks/prior.hpp"
#include "trainer/objectives/adversarial.hpp"
#include "trainer/objectives/objectives.hpp"

namespace latentwalk {
namespace {

class InfoGan final : public Objective {
 public:
  InfoGan(ModelSpec model, const InfoGanObjective& config) : model_(std::move(model)), config_(config) {}

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
    const torch::Tensor adversarial = generator_loss(answer.narrow(1, 0, 1), config_.generator_loss);
    code.terms.insert(code.terms.begin(), Term{"g_loss", adversarial.detach()});
    fake_ = latents_ = torch::Tensor();
    return {adversarial + code.total, code.terms};
  }

  std::optional<std::string> diagnose(const std::map<std::string, double>& means) const override {
    return diagnose_gan(means);
  }

 private:
  /// The negative of the bound in their equation 5 without the entropy of the code, which is constant: the negative
  /// log-likelihood of the code under Q.
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
    return {config_.categorical_weight * categorical + config_.continuous_weight * continuous,
            {{"code_categorical", categorical.detach()}, {"code_continuous", continuous.detach()}}};
  }

  ModelSpec model_;
  InfoGanObjective config_;
  torch::Tensor fake_, latents_;  // between the two phases
};

}  // namespace

std::unique_ptr<Objective> make(const InfoGanObjective& config, const ModelSpec& model) {
  return std::make_unique<InfoGan>(model, config);
}

}  // namespace latentwalk
