// InfoVAE (Zhao et al., 2017, equation 6): reconstruction + (1 - alpha) KL(q(z|x) || p(z)) + (alpha + lambda - 1)
// MMD(q(z), p(z)). The MMD compares the codes of a batch with as many draws from the prior.
#include "trainer/networks/prior.hpp"
#include "trainer/objectives/autoencoding.hpp"
#include "trainer/objectives/objectives.hpp"

namespace latentwalk {
namespace {

/// The mean of exp(-|x - y|^2 / dim) over all pairs of rows.
torch::Tensor mean_kernel(const torch::Tensor& x, const torch::Tensor& y) {
  const torch::Tensor distances = x.square().sum(1, true) + y.square().sum(1).unsqueeze(0) - 2.0 * x.mm(y.t());
  return (-distances / static_cast<double>(x.size(1))).exp().mean();
}

class InfoVae final : public Objective {
 public:
  InfoVae(ModelSpec model, double alpha, double lambda) : model_(std::move(model)), alpha_(alpha), lambda_(lambda) {}

  const std::vector<Phase>& phases() const override { return vae_phases(); }

  Loss loss(std::size_t, const Batch& batch, const TorchNetworks& networks) override {
    const Autoencoding pass = autoencode(model_, batch, networks);
    const torch::Tensor draws = draw_latents(model_, pass.z.size(0), pass.z.device(), batch.shard);
    const torch::Tensor mmd =
        mean_kernel(pass.z, pass.z) + mean_kernel(draws, draws) - 2.0 * mean_kernel(pass.z, draws);
    const torch::Tensor total = pass.reconstruction + (1.0 - alpha_) * pass.kl + (alpha_ + lambda_ - 1.0) * mmd;
    return {total,
            {{"loss", total.detach()},
             {"reconstruction", pass.reconstruction.detach()},
             {"kl", pass.kl.detach()},
             {"mmd", mmd.detach()}}};
  }

  std::optional<std::string> diagnose(const std::map<std::string, double>& means) const override {
    if (means.at("mmd") > 0.1) {
      return "the codes do not follow the prior (mmd above 0.1): samples will be poor; raise lambda";
    }
    return std::nullopt;
  }

 private:
  ModelSpec model_;
  double alpha_, lambda_;
};

}  // namespace

std::unique_ptr<Objective> make(const InfoVaeObjective& config, const ModelSpec& model) {
  return std::make_unique<InfoVae>(model, config.alpha, config.lambda);
}

}  // namespace latentwalk
