// The VAE of Kingma & Welling (2014): the paper's equation 16, binary cross-entropy of the pixels plus the
// Kullback-Leibler divergence of the posterior from the prior, each summed over an image and averaged over the batch.
// Conditional (Sohn et al., 2015) where the model has classes: encoder and decoder then get the label.
#include "../objective.hpp"
#include "../prior.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

class Vae final : public Objective {
 public:
  Vae(ModelSpec model, double kl_weight) : model_(std::move(model)), kl_weight_(kl_weight) {}

  const std::vector<Phase>& phases() const override {
    static const std::vector<Phase> phases{{"vae", {"encoder", "decoder"}, {}}};
    return phases;
  }

  Loss loss(std::size_t, const Batch& batch, const TorchNetworks& networks) override {
    const TorchNetwork &encoder = networks.at("encoder"), &decoder = networks.at("decoder");
    const std::int64_t count = batch.images.size(0);
    const torch::Tensor flat = batch.images.reshape({count, -1});
    const bool conditional = model_.class_count > 0;
    const torch::Tensor classes =
        conditional ? one_hot_labels(batch.labels, static_cast<std::int64_t>(model_.class_count)) : torch::Tensor();

    const torch::Tensor encoder_input =
        conditional ? torch::cat({flat, classes}, 1) : flat.reshape(batch_shape(count, encoder.spec().input));
    const std::vector<torch::Tensor> codes = encoder.forward(encoder_input, true).chunk(2, 1);
    const torch::Tensor &mean = codes[0], &log_variance = codes[1];
    const torch::Tensor z = mean + torch::randn_like(mean) * (0.5 * log_variance).exp();

    // Everything but the closing sigmoid: cross-entropy from logits does not overflow where a pixel is certain.
    const torch::Tensor decoder_input = conditional ? torch::cat({z, classes}, 1) : z;
    const torch::Tensor logits =
        decoder.forward_layers(decoder_input, decoder.layer_count() - 1, true).reshape({count, -1});
    const torch::Tensor reconstruction =
        at::binary_cross_entropy_with_logits(logits, flat, {}, {}, at::Reduction::Sum) / static_cast<double>(count);
    const torch::Tensor kl =
        -0.5 * (1.0 + log_variance - mean.square() - log_variance.exp()).sum() / static_cast<double>(count);
    const torch::Tensor total = reconstruction + kl_weight_ * kl;
    return {total, {{"loss", total.detach()}, {"reconstruction", reconstruction.detach()}, {"kl", kl.detach()}}};
  }

  std::optional<std::string> diagnose(const std::map<std::string, double>& means) const override {
    if (means.at("kl") < 0.1) {
      return "the posterior has collapsed onto the prior (kl below 0.1): the latents carry nothing; lower kl_weight";
    }
    return std::nullopt;
  }

 private:
  ModelSpec model_;
  double kl_weight_;
};

}  // namespace

std::unique_ptr<Objective> make_vae(const Json& config, const ModelSpec& model, const std::string& where) {
  check_keys(config, {"type", "kl_weight"}, where);
  if (!model.networks.contains("encoder") || !model.networks.contains("decoder")) {
    fail(where, ": type vae needs the networks encoder and decoder");
  }
  if (!std::holds_alternative<Sigmoid>(model.networks.at("decoder").layers.back()) || model.value_low != 0.0) {
    fail(where, ": type vae needs a decoder that ends in a sigmoid and images in [0, 1]");
  }
  for (const LatentBlock& block : model.latent) {
    if (block.prior != LatentBlock::Prior::normal) fail(where, ": type vae needs a normal prior");
  }
  return std::make_unique<Vae>(model, read_number(config, "kl_weight", 0.0, 1000.0, where));
}

}  // namespace latentwalk
