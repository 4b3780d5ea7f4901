#include "tests/support/tiny_models.hpp"

#include <algorithm>
#include <cmath>

#include "latentwalk/error.hpp"
#include "latentwalk/float16.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/rng.hpp"
#include "tests/support/reference.hpp"

namespace latentwalk::tests {
namespace {

constexpr const char* kGan = R"({
  "name": "tiny-gan", "description": "Made-up weights for the tests.", "family": "gan",
  "image": {"width": 12, "height": 8, "range": [-1, 1]},
  "latent": [{"name": "z", "prior": "normal", "dim": 6}],
  "networks": {"generator": {"input": [6], "layers": [
    {"type": "linear", "out": 24}, {"type": "reshape", "shape": [4, 2, 3]},
    {"type": "batch_norm"}, {"type": "relu"},
    {"type": "conv_transpose2d", "out": 8, "kernel": 4, "stride": 2, "padding": 1, "bias": false},
    {"type": "batch_norm"}, {"type": "leaky_relu", "slope": 0.1},
    {"type": "conv_transpose2d", "out": 1, "kernel": 4, "stride": 2, "padding": 1}, {"type": "tanh"}]}}})";

constexpr const char* kVae = R"({
  "name": "tiny-vae", "description": "Made-up weights for the tests.", "family": "vae",
  "image": {"width": 12, "height": 8, "range": [0, 1]},
  "latent": [{"name": "z", "prior": "normal", "dim": 4}],
  "networks": {
    "encoder": {"input": [1, 8, 12], "layers": [
      {"type": "conv2d", "out": 6, "kernel": 3, "stride": 1, "padding": 1}, {"type": "batch_norm"}, {"type": "relu"},
      {"type": "max_pool2d", "kernel": 2, "stride": 2},
      {"type": "conv2d", "out": 5, "kernel": 4, "stride": 2, "padding": 1}, {"type": "leaky_relu", "slope": 0.2},
      {"type": "flatten"}, {"type": "linear", "out": 8}]},
    "decoder": {"input": [4], "layers": [
      {"type": "linear", "out": 20}, {"type": "batch_norm"}, {"type": "relu"},
      {"type": "linear", "out": 96}, {"type": "sigmoid"}]}}})";

constexpr const char* kConditional = R"({
  "name": "tiny-cgan", "description": "Made-up weights for the tests.", "family": "gan",
  "image": {"width": 12, "height": 8, "range": [-1, 1]},
  "latent": [{"name": "z", "prior": "normal", "dim": 4}, {"name": "digit code", "prior": "categorical", "dim": 3},
             {"name": "style code", "prior": "uniform", "dim": 2, "low": -2, "high": 1}],
  "class_count": 3,
  "networks": {"generator": {"input": [12], "layers": [
    {"type": "linear", "out": 16}, {"type": "relu"}, {"type": "linear", "out": 96}, {"type": "tanh"}]}}})";

constexpr const char* kConditionalVae = R"({
  "name": "tiny-cvae", "description": "Made-up weights for the tests.", "family": "vae",
  "image": {"width": 12, "height": 8, "range": [0, 1]},
  "latent": [{"name": "z", "prior": "normal", "dim": 4}], "class_count": 3,
  "networks": {
    "encoder": {"input": [99], "layers": [
      {"type": "linear", "out": 12}, {"type": "relu"}, {"type": "linear", "out": 8}]},
    "decoder": {"input": [7], "layers": [
      {"type": "linear", "out": 20}, {"type": "relu"}, {"type": "linear", "out": 96}, {"type": "sigmoid"}]}}})";

// Made-up mixtures of two components; in the last class the second has no weight.
GaussianMixture random_prior(const ModelSpec& spec, std::uint64_t seed) {
  const std::size_t classes = spec.class_count, dim = latent_dim(spec);
  GaussianMixture prior{zeros({classes, 2}), zeros({classes, 2, dim}), zeros({classes, 2, dim * (dim + 1) / 2})};
  Rng rng(seed);
  // Multiples of 1/64, which F16 holds exactly.
  const auto draw = [&] { return static_cast<float>(std::round(64 * rng.normal()) / 64); };
  for (std::size_t g = 0; g < classes; ++g) {
    prior.weights(g, 1) = g + 1 < classes ? 0.25F : 0.0F;
    prior.weights(g, 0) = 1.0F - prior.weights(g, 1);
  }
  for (float& value : prior.means) value = draw();
  for (float& value : prior.roots) value = 0.5F * draw();
  for (std::size_t c = 0; c < 2 * classes; ++c)
    for (std::size_t i = 0; i < dim; ++i) {
      float& diagonal = prior.roots.data()[c * dim * (dim + 1) / 2 + i * (i + 3) / 2];
      diagonal = 0.25F + std::abs(diagonal);
    }
  return prior;
}

const char* spec_text(const std::string& name) {
  if (name == "tiny-gan") return kGan;
  if (name == "tiny-vae") return kVae;
  if (name == "tiny-cgan") return kConditional;
  if (name == "tiny-cvae") return kConditionalVae;
  fail("no tiny model is called ", name);
}

}  // namespace

std::map<std::string, Tensor> random_weights(const NetworkSpec& network, const std::string& prefix,
                                             std::uint64_t seed) {
  Rng rng(seed);
  std::map<std::string, Tensor> weights;
  for (const Parameter& parameter : network_parameters(network, prefix)) {
    Tensor tensor = zeros(parameter.shape);
    const bool variance = parameter.name.ends_with("running_var");
    const bool factor = parameter.shape.size() == 1 && parameter.name.ends_with("weight");
    const double inputs = static_cast<double>(tensor.size()) / static_cast<double>(parameter.shape[0]);
    const double sd = parameter.shape.size() > 1 ? 1.5 / std::sqrt(inputs) : 0.2;
    for (float& value : tensor) {
      const double draw = sd * rng.normal();
      // Rounded to F16, so that either storage holds exactly these values.
      value = float_from_float16(float16_from_float(static_cast<float>(variance ? 0.5 + rng.uniform()
                                                                       : factor ? 1 + draw
                                                                                : draw)));
    }
    weights[parameter.name] = tensor;
  }
  return weights;
}

ModelFile tiny_model(const std::string& name) {
  ModelFile file;
  file.spec = parse_model_spec(parse_json(spec_text(name), name), name);
  file.training = {{"epochs", "0"}, {"seed", "7"}};
  std::uint64_t seed = 7;
  for (const auto& [role, network] : file.spec.networks) file.weights.merge(random_weights(network, role, seed++));
  const auto parameter = [&](const std::string& tensor) { return file.weights.at(tensor); };

  if (name == "tiny-cvae") file.fitted_prior = random_prior(file.spec, seed);

  constexpr std::size_t kCount = 3;
  const std::size_t pixels = file.spec.image_width * file.spec.image_height, dim = latent_dim(file.spec);
  file.selftest_latents = sample_latents(file.spec, 7, kCount);
  file.selftest_images = zeros({kCount, file.spec.image_height, file.spec.image_width});
  file.selftest_codes = zeros({kCount, 2 * dim});
  file.selftest_labels = zeros({kCount});
  for (std::size_t n = 0; n < kCount; ++n) {
    std::vector<double> input(file.selftest_latents.data() + n * dim, file.selftest_latents.data() + (n + 1) * dim);
    for (std::size_t c = 0; c < file.spec.class_count; ++c) input.push_back(c == n ? 1.0 : 0.0);
    file.selftest_labels(n) = static_cast<float>(n);
    const std::string role = image_network_name(file.spec.family);
    const std::vector<double> raw = reference::forward(file.spec.networks.at(role), role, parameter, input);
    float* image = file.selftest_images.data() + n * pixels;
    for (std::size_t i = 0; i < pixels; ++i)
      image[i] = static_cast<float>((raw[i] - file.spec.value_low) / (file.spec.value_high - file.spec.value_low));
    if (const auto encoder = file.spec.networks.find("encoder"); encoder != file.spec.networks.end()) {
      std::vector<double> seen(image, image + pixels);
      seen.insert(seen.end(), input.begin() + static_cast<std::ptrdiff_t>(dim), input.end());
      const std::vector<double> codes = reference::forward(encoder->second, "encoder", parameter, seen);
      std::copy(codes.begin(), codes.end(), file.selftest_codes.data() + n * 2 * dim);
    }
  }
  return file;
}

}  // namespace latentwalk::tests
