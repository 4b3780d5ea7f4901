// The GAN of Goodfellow et al. (2014). If the model has classes, it is conditional (Mirza & Osindero, 2014): both
// networks get the label.
#include "trainer/networks/prior.hpp"
#include "trainer/objectives/adversarial.hpp"
#include "trainer/objectives/objectives.hpp"

namespace latentwalk {
namespace {

class Gan final : public Objective {
 public:
  Gan(ModelSpec model, GeneratorLoss form) : model_(std::move(model)), form_(form) {}

  const std::vector<Phase>& phases() const override { return gan_phases(); }

  Loss loss(std::size_t phase, const Batch& batch, const TorchNetworks& networks) override {
    const TorchNetwork& discriminator = networks.at("discriminator");
    if (phase == 0) {
      // The generator does not change before its own phase, so both phases use these images and their graph.
      fake_ = generate(batch, networks.at("generator"));
      const torch::Tensor real = judge(batch.images, batch, discriminator);
      const torch::Tensor fake = judge(fake_.detach(), batch, discriminator);
      const torch::Tensor total = discriminator_loss(real, fake);
      return {total, discriminator_terms(total, real, fake)};
    }
    const torch::Tensor total = generator_loss(judge(fake_, batch, discriminator), form_);
    fake_ = torch::Tensor();
    return {total, {{"g_loss", total.detach()}}};
  }

  std::optional<std::string> diagnose(const std::map<std::string, double>& means) const override {
    return diagnose_gan(means);
  }

 private:
  torch::Tensor generate(const Batch& batch, const TorchNetwork& generator) const {
    torch::Tensor input = draw_latents(model_, batch.images.size(0), batch.images.device(), batch.shard);
    if (model_.class_count > 0) input = torch::cat({input, classes(batch)}, 1);
    return generator.forward(input, /*training=*/true);
  }

  torch::Tensor judge(const torch::Tensor& images, const Batch& batch, const TorchNetwork& discriminator) const {
    const std::int64_t count = images.size(0);
    const Shape& input = discriminator.spec().input;
    if (model_.class_count == 0) return discriminator.forward(images.reshape(batch_shape(count, input)), true);
    if (input.size() == 1) {
      return discriminator.forward(torch::cat({images.reshape({count, -1}), classes(batch)}, 1), true);
    }
    const auto height = static_cast<std::int64_t>(input[1]), width = static_cast<std::int64_t>(input[2]);
    const torch::Tensor planes = classes(batch).unsqueeze(2).unsqueeze(3).expand({-1, -1, height, width});
    return discriminator.forward(torch::cat({images.reshape({count, 1, height, width}), planes}, 1), true);
  }

  torch::Tensor classes(const Batch& batch) const {
    return one_hot_labels(batch.labels, static_cast<std::int64_t>(model_.class_count));
  }

  ModelSpec model_;
  GeneratorLoss form_;
  torch::Tensor fake_;  // with its graph, between the two phases
};

}  // namespace

std::unique_ptr<Objective> make(const GanObjective& config, const ModelSpec& model) {
  return std::make_unique<Gan>(model, config.generator_loss);
}

}  // namespace latentwalk
