#include "trainer/objectives/autoencoding.hpp"

#include "trainer/networks/prior.hpp"

namespace latentwalk {

Autoencoding autoencode(const ModelSpec& model, const Batch& batch, const TorchNetworks& networks) {
  const TorchNetwork &encoder = networks.at("encoder"), &decoder = networks.at("decoder");
  const std::int64_t count = batch.images.size(0);
  const torch::Tensor flat = batch.images.reshape({count, -1});
  const bool conditional = model.class_count > 0;
  const torch::Tensor classes =
      conditional ? one_hot_labels(batch.labels, static_cast<std::int64_t>(model.class_count)) : torch::Tensor();

  const torch::Tensor encoder_input =
      conditional ? torch::cat({flat, classes}, 1) : flat.reshape(batch_shape(count, encoder.spec().input));
  const std::vector<torch::Tensor> codes = encoder.forward(encoder_input, true).chunk(2, 1);
  const torch::Tensor &mean = codes[0], &log_variance = codes[1];
  const torch::Tensor z = mean + draw_normal(mean.sizes(), mean.device(), batch.shard) * (0.5 * log_variance).exp();

  // Without the last sigmoid: the cross-entropy of logits does not overflow where a pixel is certain.
  const torch::Tensor decoder_input = conditional ? torch::cat({z, classes}, 1) : z;
  const torch::Tensor logits =
      decoder.forward_layers(decoder_input, decoder.layer_count() - 1, true).reshape({count, -1});
  const double size = static_cast<double>(count);
  const torch::Tensor reconstruction =
      at::binary_cross_entropy_with_logits(logits, flat, {}, {}, at::Reduction::Sum) / size;
  const torch::Tensor kl = -0.5 * (1.0 + log_variance - mean.square() - log_variance.exp()).sum() / size;
  return {z, reconstruction, kl};
}

const std::vector<Phase>& vae_phases() {
  static const std::vector<Phase> phases{{"vae", {"encoder", "decoder"}, {}}};
  return phases;
}

}  // namespace latentwalk
