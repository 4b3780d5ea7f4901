// The VAE of Kingma & Welling (2014): the paper's equation 16 with an explicit weight on the divergence. It is
// conditional (Sohn et al., 2015) if the model has classes.
#include "trainer/objectives/autoencoding.hpp"
#include "trainer/objectives/objectives.hpp"

namespace latentwalk {
namespace {

class Vae final : public Objective {
 public:
  Vae(ModelSpec model, double kl_weight) : model_(std::move(model)), kl_weight_(kl_weight) {}

  const std::vector<Phase>& phases() const override { return vae_phases(); }

  Loss loss(std::size_t, const Batch& batch, const TorchNetworks& networks) override {
    const Autoencoding pass = autoencode(model_, batch, networks);
    const torch::Tensor total = pass.reconstruction + kl_weight_ * pass.kl;
    return {total,
            {{"loss", total.detach()}, {"reconstruction", pass.reconstruction.detach()}, {"kl", pass.kl.detach()}}};
  }

  std::optional<std::string> diagnose(const std::map<std::string, double>& means) const override {
    if (means.at("kl") < 0.1) {
      return "the posterior has collapsed to the prior (kl below 0.1): the latents carry no information; lower "
             "kl_weight";
    }
    return std::nullopt;
  }

 private:
  ModelSpec model_;
  double kl_weight_;
};

}  // namespace

std::unique_ptr<Objective> make(const VaeObjective& config, const ModelSpec& model) {
  return std::make_unique<Vae>(model, config.kl_weight);
}

}  // namespace latentwalk
