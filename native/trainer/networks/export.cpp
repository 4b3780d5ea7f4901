#include "trainer/networks/export.hpp"

#include <algorithm>

#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/model.hpp"
#include "trainer/networks/prior.hpp"
#include "trainer/networks/tensor_bridge.hpp"

namespace latentwalk {
namespace {

constexpr std::size_t kSelftestCount = 8;
constexpr std::uint64_t kSelftestSeed = 20;

/// The smallest number that rounds to infinity as F16.
constexpr double kBeyondF16 = 65520.0;

bool fits_f16(const torch::Tensor& values) {
  return !torch::logical_and(values.isfinite(), values.abs() >= kBeyondF16).any().item<bool>();
}

/// A copy in double precision, with the weights rounded as the file stores them.
TorchNetwork as_stored(const TorchNetwork& network, DType storage) {
  for (const auto& [name, values] : network.tensors())
    if (storage == DType::f16 && !fits_f16(values))
      fail("\"", name,
           "\": a weight is beyond the largest number of F16, 65504: store the weights as F32 (--storage f32)");
  TorchNetwork copy = network.clone();
  copy.to(torch::kCPU, storage == DType::f16 ? torch::kFloat16 : torch::kFloat32);
  copy.to(torch::kCPU, torch::kFloat64);
  return copy;
}

}  // namespace

torch::Tensor decode_images(const ModelSpec& model, const TorchNetwork& image_network, const torch::Tensor& latents,
                            const std::vector<std::int32_t>& labels) {
  const torch::NoGradGuard no_grad;
  const auto options = image_network.parameters().front().second.options();
  torch::Tensor input = latents.to(options.device(), options.dtype());
  if (model.class_count > 0) {
    const torch::Tensor classes = torch::tensor(std::vector<std::int64_t>(labels.begin(), labels.end()), torch::kInt64);
    input = torch::cat(
        {input,
         one_hot_labels(classes, static_cast<std::int64_t>(model.class_count)).to(options.device(), options.dtype())},
        1);
  }
  const torch::Tensor pixels = image_network.forward(input, /*training=*/false);
  const auto height = static_cast<std::int64_t>(model.image_height),
             width = static_cast<std::int64_t>(model.image_width);
  return ((pixels.reshape({-1, height, width}) - model.value_low) / (model.value_high - model.value_low))
      .to(torch::kCPU);
}

DType storage_for(const TorchNetworks& networks, const TorchNetwork& image_network) {
  const auto fits = [](const TorchNetwork& network) {
    const NamedTensors tensors = network.tensors();
    return std::all_of(tensors.begin(), tensors.end(), [](const auto& tensor) { return fits_f16(tensor.second); });
  };
  const auto encoder = networks.find("encoder");
  return fits(image_network) && (encoder == networks.end() || fits(encoder->second)) ? DType::f16 : DType::f32;
}

std::vector<std::uint8_t> export_model(const ModelSpec& model, const TorchNetworks& networks,
                                       const TorchNetwork& image_network, DType storage,
                                       const std::map<std::string, std::string>& training) {
  const torch::NoGradGuard no_grad;
  ModelFile file;
  file.spec = model;
  file.spec.networks.erase("discriminator");
  file.training = training;
  TorchNetworks stored;
  for (const auto& [name, spec] : file.spec.networks) {
    const bool shown = name == image_network_name(model.family);
    stored.emplace(name, as_stored(shown ? image_network : networks.at(name), storage));
    for (const auto& [tensor_name, value] : stored.at(name).tensors()) file.weights[tensor_name] = core_tensor(value);
  }

  const std::vector<std::int32_t> labels = labels_in_turn(model, kSelftestCount);
  if (!labels.empty())
    file.selftest_labels = core_tensor(torch::tensor(std::vector<float>(labels.begin(), labels.end())));
  file.selftest_latents = sample_latents(model, kSelftestSeed, kSelftestCount);
  const torch::Tensor images =
      decode_images(model, stored.at(image_network_name(model.family)), torch_tensor(file.selftest_latents), labels);
  file.selftest_images = core_tensor(images);

  if (const auto encoder = stored.find("encoder"); encoder != stored.end()) {
    // The file holds the images as float32, so the codes are computed from these rounded values.
    torch::Tensor input = torch_tensor(file.selftest_images).to(torch::kFloat64).reshape({images.size(0), -1});
    if (model.class_count > 0) {
      const torch::Tensor classes =
          torch::tensor(std::vector<std::int64_t>(labels.begin(), labels.end()), torch::kInt64);
      input = torch::cat(
          {input, one_hot_labels(classes, static_cast<std::int64_t>(model.class_count)).to(torch::kFloat64)}, 1);
    }
    input = input.reshape(batch_shape(images.size(0), encoder->second.spec().input));
    file.selftest_codes = core_tensor(encoder->second.forward(input, /*training=*/false));
  }
  return serialize_model(file, storage);
}

}  // namespace latentwalk
