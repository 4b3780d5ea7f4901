// CUDA devices compute what the CPU computes. Without a device, as in CI, doctest skips these tests and counts them as
// skipped (docs/notes/training.md says where they ran).
#include <algorithm>

#include "tests/support/torch_doctest.hpp"
#include "tests/support/training_setup.hpp"
#include "trainer/loop/adam_state.hpp"

using namespace latentwalk;

namespace {

bool no_cuda() { return !torch::cuda::is_available(); }
torch::Device cuda() { return torch::Device(torch::kCUDA, 0); }

Trainer cuda_trainer(const Config& config, std::int64_t digits) {
  TrainingData data = subset(digits);
  data.pixels = data.pixels.to(cuda());
  data.labels = data.labels.to(cuda());
  return Trainer(config, data, cuda());
}

Config small_on_gpu(const std::string& name) {
  return make_config(name, "best", {{{"training", {{"epochs", 4}, {"batch_size", 32}}}}});
}

double largest_difference(const torch::Tensor& a, const torch::Tensor& b) {
  return (a.to(torch::kCPU).to(torch::kFloat64) - b.to(torch::kCPU).to(torch::kFloat64)).abs().max().item<double>();
}

double scale_of(const torch::Tensor& values) { return std::max(1.0, values.abs().max().item<double>()); }

}  // namespace

TEST_CASE("on CUDA Adam's step in one launch is Adam's step, channels last or not" * doctest::skip(no_cuda())) {
  for (const bool channels_last : {false, true}) {
    torch::manual_seed(3);
    const auto fresh = [&](const torch::Tensor& value) {
      torch::Tensor copy = value.to(cuda());
      if (channels_last && copy.dim() == 4) copy = copy.contiguous(torch::MemoryFormat::ChannelsLast);
      return copy.clone().set_requires_grad(true);
    };
    const std::vector<torch::Tensor> start{torch::randn({16, 8, 4, 4}), torch::randn({16}), torch::randn({7, 5})};
    std::vector<torch::Tensor> stock;
    NamedTensors ours;
    for (const torch::Tensor& value : start) {
      stock.push_back(fresh(value));
      ours.emplace_back(std::to_string(ours.size()), fresh(value));
    }
    const auto options = torch::optim::AdamOptions(1e-2).betas({0.5, 0.999}).eps(1e-8);
    std::vector<torch::Tensor> our_values;
    for (const auto& [name, value] : ours) our_values.push_back(value);
    torch::optim::Adam stock_adam(stock, options), our_adam(our_values, options);
    for (int step = 0; step < 20; ++step) {
      for (std::size_t i = 0; i < start.size(); ++i) {
        // One has no gradient at times, as InfoGAN's Q has none while the discriminator learns.
        const torch::Tensor gradient =
            i == 1 && step % 3 == 0 ? torch::Tensor() : torch::randn(start[i].sizes()).to(cuda());
        stock[i].mutable_grad() = gradient;
        our_values[i].mutable_grad() = gradient.defined() ? gradient.clone() : gradient;
      }
      stock_adam.step();
      adam_step(our_adam, ours);
    }
    for (std::size_t i = 0; i < start.size(); ++i) CHECK(largest_difference(stock[i], our_values[i]) < 1e-5);
    NamedTensors named_stock;
    for (const torch::Tensor& value : stock) named_stock.emplace_back(std::to_string(named_stock.size()), value);
    const auto our_state = adam_state(our_adam, ours), stock_state = adam_state(stock_adam, named_stock);
    REQUIRE(our_state.size() == stock_state.size());
    for (const auto& [name, value] : stock_state) CHECK(largest_difference(value, our_state.at(name)) < 1e-5);
  }
}

TEST_CASE("every network gives on CUDA what it gives on the CPU, and so do its gradients" * doctest::skip(no_cuda())) {
  apply_compute_options({});  // LibTorch's own default lets convolutions round to 10 bits
  for (const std::string& name : config_names()) {
    const Trainer here = make_trainer(small_on_gpu(name), 64), there = cuda_trainer(small_on_gpu(name), 64);
    for (const auto& each : here.networks()) {
      const std::string& part = each.first;
      const TorchNetwork& network = each.second;
      CAPTURE(name);
      CAPTURE(part);
      torch::manual_seed(1);
      const torch::Tensor x = torch::randn(batch_shape(32, network.spec().input));
      const torch::Tensor y = network.forward(x, true);
      const torch::Tensor y_there = there.networks().at(part).forward(x.to(cuda()), true);
      CHECK(largest_difference(y, y_there) < 1e-4 * scale_of(y));
      y.square().mean().backward();
      y_there.square().mean().backward();
      for (std::size_t i = 0; i < network.parameters().size(); ++i) {
        CAPTURE(network.parameters()[i].first);
        const torch::Tensor gradient = network.parameters()[i].second.grad();
        const torch::Tensor gradient_there = there.networks().at(part).parameters()[i].second.grad();
        REQUIRE(gradient.defined() == gradient_there.defined());
        if (gradient.defined()) CHECK(largest_difference(gradient, gradient_there) < 1e-3 * scale_of(gradient));
      }
    }
  }
}

TEST_CASE("on CUDA a deterministic run that was stopped goes on bit for bit" * doctest::skip(no_cuda())) {
  apply_compute_options({.deterministic = true});
  for (const std::string& name : config_names()) {
    CAPTURE(name);
    Trainer whole = cuda_trainer(small_on_gpu(name), 160);
    for (int i = 0; i < 10; ++i) whole.step();
    // Both draw from the device's one generator: the second starts from its own seed, as a process of its own would.
    Trainer begun = cuda_trainer(small_on_gpu(name), 160);
    for (int i = 0; i < 7; ++i) begun.step();
    const auto saved = serialize_safetensors(begun.capture());
    Trainer resumed = cuda_trainer(small_on_gpu(name), 160);
    resumed.restore(parse_safetensors(saved, "saved"), "saved");
    for (int i = 0; i < 3; ++i) resumed.step();
    const Safetensors a = whole.capture(), b = resumed.capture();
    REQUIRE(a.tensors.size() == b.tensors.size());
    for (const auto& each : a.tensors) {
      const std::string& tensor = each.first;
      if (tensor.starts_with("generator_state")) continue;  // of the process, not of the run
      CAPTURE(tensor);
      CHECK(b.tensors.at(tensor).bytes == each.second.bytes);
    }
  }
  apply_compute_options({});
}

TEST_CASE("on CUDA each way to compute brings the losses down, and a CPU goes on from there" *
          doctest::skip(no_cuda())) {
  const std::vector<ComputeOptions> ways{{.tf32 = true}, {.channels_last = true, .bf16 = true}};
  for (const ComputeOptions& way : ways) {
    apply_compute_options(way);
    for (const std::string& name : config_names()) {
      CAPTURE(name);
      CAPTURE(way.channels_last);
      CAPTURE(way.bf16);
      const Config config = make_config(name, "best", {{{"training", {{"epochs", 8}, {"batch_size", 25}}}}});
      Trainer trainer = cuda_trainer(config, 1000);
      trainer.use(way);
      double first = 0.0, last = 0.0;
      for (int i = 0; i < 200; ++i) {
        trainer.step();
        trainer.check_finite();
        if (i == 0) first = trainer.last_terms().front().second;
        if (i >= 180) last += trainer.last_terms().front().second / 20.0;
      }
      CHECK(last < (config.model.family == Family::vae ? 0.75 : 1.0) * first);
      Trainer here = make_trainer(config, 1000);
      here.restore(trainer.capture(), "from CUDA");
      CHECK(here.steps_done() == 200);
      here.step();
      CHECK_NOTHROW(here.check_finite());
    }
  }
  apply_compute_options({});
}
