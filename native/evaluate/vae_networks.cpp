#include "evaluate/vae_networks.hpp"

#include <algorithm>

#include "latentwalk/error.hpp"
#include "latentwalk/quantise.hpp"
#include "trainer/networks/prior.hpp"
#include "trainer/networks/tensor_bridge.hpp"

namespace latentwalk {
namespace {

// The activations of ten thousand pictures at once would take gigabytes in a convolutional network.
constexpr std::int64_t kPart = 500;

const NetworkSpec& network(const ModelSpec& spec, const char* name, const std::string& where) {
  const auto found = spec.networks.find(name);
  if (found == spec.networks.end()) fail(where, ": this metric needs a VAE, but the model has no ", name);
  return found->second;
}

template <class Part>
torch::Tensor in_parts(std::int64_t count, const Part& part) {
  const torch::NoGradGuard no_grad;
  std::vector<torch::Tensor> parts;
  for (std::int64_t first = 0; first < count; first += kPart)
    parts.push_back(part(first, std::min(kPart, count - first)));
  return torch::cat(parts);
}

}  // namespace

VaeNetworks::VaeNetworks(const ModelSpec& spec, const Safetensors& file, const std::string& where)
    : spec_(spec),
      encoder_(network(spec, "encoder", where), "encoder"),
      decoder_(network(spec, "decoder", where), "decoder") {
  if (!std::holds_alternative<Sigmoid>(decoder_.spec().layers.back()) || spec.value_low != 0.0 ||
      spec.value_high != 1.0)
    fail(where, ": likelihoods need a decoder that ends in a sigmoid, and images in [0, 1]");
  for (const LatentBlock& block : spec.latent)
    if (block.prior != LatentBlock::Prior::normal)
      fail(where, ": likelihoods need a normal prior; the block \"", block.name, "\" has another");
  for (TorchNetwork* one : {&encoder_, &decoder_}) {
    std::map<std::string, torch::Tensor> tensors;
    for (const Parameter& parameter : network_parameters(one->spec(), one->prefix()))
      tensors[parameter.name] = torch_tensor(load_parameter(file, parameter, where));
    one->load(tensors, where);
    one->set_requires_grad(false);
  }
}

torch::Tensor VaeNetworks::with_classes(const torch::Tensor& values, const torch::Tensor& labels) const {
  if (spec_.class_count == 0) return values;
  return torch::cat({values, one_hot_labels(labels, static_cast<std::int64_t>(spec_.class_count)).to(values)}, 1);
}

VaeNetworks::Posterior VaeNetworks::encode(const torch::Tensor& images, const torch::Tensor& labels) const {
  const torch::Tensor codes = in_parts(images.size(0), [&](std::int64_t first, std::int64_t count) {
    const torch::Tensor part = images.narrow(0, first, count).to(torch::kFloat32);
    const torch::Tensor classes = spec_.class_count > 0 ? labels.narrow(0, first, count) : labels;
    return encoder_.forward(with_classes(part, classes).reshape(batch_shape(count, encoder_.spec().input)), false);
  });
  const std::vector<torch::Tensor> halves = codes.chunk(2, 1);
  return {halves[0], halves[1]};
}

torch::Tensor VaeNetworks::logits(const torch::Tensor& z, const torch::Tensor& labels) const {
  return in_parts(z.size(0), [&](std::int64_t first, std::int64_t count) {
    const torch::Tensor classes = spec_.class_count > 0 ? labels.narrow(0, first, count) : labels;
    const torch::Tensor input = with_classes(z.narrow(0, first, count).to(torch::kFloat32), classes);
    return decoder_.forward_layers(input, decoder_.layer_count() - 1, false).reshape({count, -1});
  });
}

}  // namespace latentwalk
