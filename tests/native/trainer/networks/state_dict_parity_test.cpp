// State dicts of LibTorch's own layers, named and laid out as PyTorch's, through latentwalk import's reader.
#include "import/state_dict.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/model.hpp"
#include "tests/support/parity.hpp"
#include "tests/support/torch_doctest.hpp"

using namespace latentwalk;
namespace nn = torch::nn;

namespace {

constexpr double kImportTolerance = 1e-5;

const char* const kGan = R"({
  "name": "foreign-gan", "family": "gan", "image": {"width": 28, "height": 28, "range": [-1, 1]},
  "latent": [{"name": "z", "prior": "normal", "dim": 12}],
  "networks": {"generator": {"input": [12], "layers": [
    {"type": "linear", "out": 392, "bias": false}, {"type": "batch_norm"}, {"type": "relu"},
    {"type": "reshape", "shape": [8, 7, 7]},
    {"type": "conv_transpose2d", "out": 6, "kernel": 4, "stride": 2, "padding": 1}, {"type": "batch_norm"},
    {"type": "leaky_relu", "slope": 0.1},
    {"type": "conv_transpose2d", "out": 1, "kernel": 4, "stride": 2, "padding": 1}, {"type": "tanh"}]}}})";

const char* const kVae = R"({
  "name": "foreign-vae", "family": "vae", "image": {"width": 28, "height": 28, "range": [0, 1]},
  "latent": [{"name": "z", "prior": "normal", "dim": 5}],
  "networks": {
    "encoder": {"input": [1, 28, 28], "layers": [
      {"type": "conv2d", "out": 4, "kernel": 3, "stride": 2, "padding": 1}, {"type": "relu"},
      {"type": "max_pool2d", "kernel": 2}, {"type": "flatten"}, {"type": "linear", "out": 10}]},
    "decoder": {"input": [5], "layers": [
      {"type": "linear", "out": 20}, {"type": "relu"}, {"type": "linear", "out": 784}, {"type": "sigmoid"}]}}})";

/// What torch.save would have, as F32, batch norm's counter of batches among it.
Safetensors state_dict(const nn::Module& module) {
  Safetensors file;
  for (const auto& entry : module.named_parameters()) file.tensors[entry.key()] = store_torch(entry.value().detach());
  for (const auto& entry : module.named_buffers()) file.tensors[entry.key()] = store_torch(entry.value().detach());
  return parse_safetensors(serialize_safetensors(file), "state dict");
}

/// Some steps' worth of statistics, then evaluation in double precision: the reference.
void settle(nn::Sequential& network, std::int64_t dim) {
  const torch::NoGradGuard no_grad;
  for (int step = 0; step < 3; ++step) network->forward(torch::randn({16, dim}) * 2 + 1);
  network->eval();
}

}  // namespace

TEST_CASE("a generator that torch::nn::Sequential saved draws in the core what it draws in LibTorch") {
  torch::manual_seed(11);
  nn::Sequential network(nn::Linear(nn::LinearOptions(12, 392).bias(false)), nn::BatchNorm1d(392), nn::ReLU(),
                         nn::Unflatten(nn::UnflattenOptions(1, std::vector<std::int64_t>{8, 7, 7})),
                         nn::ConvTranspose2d(nn::ConvTranspose2dOptions(8, 6, 4).stride(2).padding(1)),
                         nn::BatchNorm2d(6), nn::LeakyReLU(nn::LeakyReLUOptions().negative_slope(0.1)),
                         nn::ConvTranspose2d(nn::ConvTranspose2dOptions(6, 1, 4).stride(2).padding(1)), nn::Tanh());
  settle(network, 12);
  const Safetensors file = state_dict(*network);
  REQUIRE(file.tensors.contains("1.num_batches_tracked"));
  const ModelSpec spec = parse_model_spec(parse_json(kGan, "gan"), "gan");
  const Model model = Model::from_weights(spec, read_state_dict(file, spec, {}, "state dict"));
  const Tensor latents = sample_latents(spec, 1, 9);
  const torch::NoGradGuard no_grad;
  network->to(torch::kFloat64);
  const torch::Tensor drawn = network->forward(torch_tensor(latents).to(torch::kFloat64)).reshape({9, 28, 28});
  CHECK(largest_difference(model.decode(latents), ((drawn + 1) / 2).to(torch::kFloat32)) <= kImportTolerance);
}

TEST_CASE("a VAE with two heads and members of other names encodes and decodes in the core as in LibTorch") {
  torch::manual_seed(12);
  struct Vae : nn::Module {
    nn::Sequential features{
        register_module("features", nn::Sequential(nn::Conv2d(nn::Conv2dOptions(1, 4, 3).stride(2).padding(1)),
                                                   nn::ReLU(), nn::MaxPool2d(2), nn::Flatten()))};
    nn::Linear fc_mu{register_module("fc_mu", nn::Linear(196, 5))},
        fc_logvar{register_module("fc_logvar", nn::Linear(196, 5))};
    nn::Sequential net{
        register_module("net", nn::Sequential(nn::Linear(5, 20), nn::ReLU(), nn::Linear(20, 784), nn::Sigmoid()))};
  } vae;
  const ModelSpec spec = parse_model_spec(parse_json(kVae, "vae"), "vae");
  const NameMap map =
      parse_name_map(Json{{"encoder", "features"}, {"encoder.4", {"fc_mu", "fc_logvar"}}, {"decoder", "net"}}, "map");
  const Model model = Model::from_weights(spec, read_state_dict(state_dict(vae), spec, map, "state dict"));
  const torch::NoGradGuard no_grad;
  vae.to(torch::kFloat64);
  const Tensor latents = sample_latents(spec, 2, 6);
  const torch::Tensor drawn = vae.net->forward(torch_tensor(latents).to(torch::kFloat64)).reshape({6, 28, 28});
  CHECK(largest_difference(model.decode(latents), drawn.to(torch::kFloat32)) <= kImportTolerance);
  const torch::Tensor images = torch::rand({6, 1, 28, 28}),
                      features = vae.features->forward(images.to(torch::kFloat64));
  const Codes codes = model.encode(core_tensor(images.reshape({6, 28, 28})));
  CHECK(largest_difference(codes.mean, vae.fc_mu->forward(features).to(torch::kFloat32)) <= kImportTolerance);
  CHECK(largest_difference(codes.log_variance, vae.fc_logvar->forward(features).to(torch::kFloat32)) <=
        kImportTolerance);
}
