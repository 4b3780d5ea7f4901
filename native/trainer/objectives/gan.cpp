// The GAN of Goodfellow et al. (2014): the paper's equation 1 for the discriminator; for the generator the
// non-saturating loss of their section 3, or the paper's minimax form (equation 2). Conditional (Mirza & Osindero,
// 2014) where the model has classes: both networks then get the label.
#include "../objective.hpp"
#include "../prior.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

/// -log sigmoid(logits), averaged: the cross-entropy of calling them real.
torch::Tensor real_loss(const torch::Tensor& logits) { return at::softplus(-logits).mean(); }
/// -log(1 - sigmoid(logits)), averaged: the cross-entropy of calling them fake.
torch::Tensor fake_loss(const torch::Tensor& logits) { return at::softplus(logits).mean(); }

class Gan final : public Objective {
 public:
  Gan(ModelSpec model, bool minimax) : model_(std::move(model)), minimax_(minimax) {}

  const std::vector<Phase>& phases() const override {
    static const std::vector<Phase> phases{{"discriminator", {"discriminator"}, {}},
                                           {"generator", {"generator"}, {"discriminator"}}};
    return phases;
  }

  Loss loss(std::size_t phase, const Batch& batch, const TorchNetworks& networks) override {
    const TorchNetwork& discriminator = networks.at("discriminator");
    if (phase == 0) {
      // The generator does not change before its own phase, so its images and their graph serve both.
      fake_ = generate(batch, networks.at("generator"));
      const torch::Tensor real_logits = judge(batch.images, batch, discriminator);
      const torch::Tensor fake_logits = judge(fake_.detach(), batch, discriminator);
      const torch::Tensor total = real_loss(real_logits) + fake_loss(fake_logits);
      return {total,
              {{"d_loss", total.detach()},
               {"d_real", real_logits.detach().sigmoid().mean()},
               {"d_fake", fake_logits.detach().sigmoid().mean()}}};
    }
    const torch::Tensor logits = judge(fake_, batch, discriminator);
    fake_ = torch::Tensor();
    const torch::Tensor total = minimax_ ? -fake_loss(logits) : real_loss(logits);
    return {total, {{"g_loss", total.detach()}}};
  }

  std::optional<std::string> diagnose(const std::map<std::string, double>& means) const override {
    if (means.at("d_loss") < 1e-3) {
      return "the discriminator tells every image apart (d_loss below 0.001), so the generator learns nothing: lower "
             "the discriminator's learning rate";
    }
    return std::nullopt;
  }

 private:
  torch::Tensor generate(const Batch& batch, const TorchNetwork& generator) const {
    torch::Tensor input = draw_latents(model_, batch.images.size(0), batch.images.device());
    if (model_.class_count > 0) input = torch::cat({input, classes(batch)}, 1);
    return generator.forward(input, /*training=*/true);
  }

  torch::Tensor judge(const torch::Tensor& images, const Batch& batch, const TorchNetwork& discriminator) const {
    const std::int64_t count = images.size(0);
    if (model_.class_count > 0) {
      return discriminator.forward(torch::cat({images.reshape({count, -1}), classes(batch)}, 1), true);
    }
    return discriminator.forward(images.reshape(batch_shape(count, discriminator.spec().input)), true);
  }

  torch::Tensor classes(const Batch& batch) const {
    return one_hot_labels(batch.labels, static_cast<std::int64_t>(model_.class_count));
  }

  ModelSpec model_;
  bool minimax_;
  torch::Tensor fake_;  // with its graph, between the two phases
};

}  // namespace

std::unique_ptr<Objective> make_gan(const Json& config, const ModelSpec& model, const std::string& where) {
  check_keys(config, {"type", "generator_loss"}, where);
  const std::string form = read_string(config, "generator_loss", "non_saturating", where);
  if (form != "non_saturating" && form != "minimax") {
    fail(where, ": generator_loss must be non_saturating or minimax, found ", Json(form).dump());
  }
  if (!model.networks.contains("generator") || !model.networks.contains("discriminator")) {
    fail(where, ": type gan needs the networks generator and discriminator");
  }
  const Shape out = layer_shapes(model.networks.at("discriminator"), where).back();
  if (out != Shape{1}) fail(where, ": the discriminator must give one logit, [1], found ", shape_text(out));
  return std::make_unique<Gan>(model, form == "minimax");
}

}  // namespace latentwalk
