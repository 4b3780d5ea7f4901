#include "latentwalk/inside.hpp"

#include <cmath>
#include <utility>

#include "latentwalk/latent.hpp"

namespace latentwalk {
namespace {

std::vector<std::size_t> indexes(const std::vector<Network::LayerOutput>& outputs) {
  std::vector<std::size_t> layers;
  for (const Network::LayerOutput& output : outputs) layers.push_back(output.layer);
  return layers;
}

std::vector<Inside::Layer> layers_of(const NetworkSpec& network, const std::vector<Network::LayerOutput>& outputs,
                                     const std::vector<float>& values) {
  std::vector<Inside::Layer> layers;
  const float* next = values.data();
  std::size_t first = 0;
  for (const Network::LayerOutput& output : outputs) {
    Inside::Layer layer{output.layer, {}, output.shape, {}};
    for (; first <= output.layer; ++first) layer.steps.emplace_back(layer_type(network.layers[first]));
    const std::size_t count = element_count(output.shape);
    layer.values.assign(next, next + count);
    next += count;
    layers.push_back(std::move(layer));
  }
  return layers;
}

Tensor draw_of(const ModelSpec& spec, const Codes& codes, std::uint64_t noise) {
  if (noise == 0) return codes.mean;
  Tensor latent = sample_latents(spec, noise, 1);
  for (std::size_t i = 0; i < latent.size(); ++i) {
    const double spread = std::exp(static_cast<double>(codes.log_variance.data()[i]) / 2);
    latent.data()[i] = static_cast<float>(codes.mean.data()[i] + spread * latent.data()[i]);
  }
  return latent;
}

void decode(const Model& model, std::span<const std::int32_t> label, Inside& inside) {
  const std::vector<Network::LayerOutput> outputs = model.decoder_layers();
  inside.decoder = layers_of(model.spec().networks.at(image_network_name(model.spec().family)), outputs,
                             model.decoder_activations(inside.latent.data(), label, indexes(outputs)));
  inside.drawn = model.decode(inside.latent, label);
}

}  // namespace

Inside inside_latent(const Model& model, const Tensor& latent, std::span<const std::int32_t> label,
                     std::uint64_t noise) {
  Tensor given = model.decode(latent, label);
  if (model.has_encoder()) return inside_image(model, given, label, noise);
  Inside inside;
  inside.given = std::move(given);
  inside.latent = latent;
  decode(model, label, inside);
  return inside;
}

Inside inside_image(const Model& model, const Tensor& image, std::span<const std::int32_t> label, std::uint64_t noise) {
  Inside inside;
  inside.given = image;
  inside.codes = model.encode(image, label);
  const std::vector<Network::LayerOutput> outputs = model.encoder_layers();
  inside.encoder = layers_of(model.spec().networks.at("encoder"), outputs,
                             model.encoder_activations(image.data(), label, indexes(outputs)));
  inside.latent = draw_of(model.spec(), inside.codes, noise);
  decode(model, label, inside);
  return inside;
}

}  // namespace latentwalk
