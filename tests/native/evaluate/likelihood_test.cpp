// Likelihoods, on models where they are known exactly.
#include "evaluate/likelihood.hpp"

#include <cmath>

#include "evaluate/vae_metrics.hpp"
#include "latentwalk/json.hpp"
#include "tests/support/test_files.hpp"
#include "tests/support/torch_doctest.hpp"

using namespace latentwalk;
using tests::contains;
using tests::message_of;

namespace {

torch::Tensor doubles(const std::vector<double>& values) { return torch::tensor(values, torch::kFloat64); }

/// log N(x; 0, covariance)
double normal_log_density(const torch::Tensor& x, const torch::Tensor& covariance) {
  const double square = x.dot(covariance.inverse().mv(x)).item<double>();
  return -0.5 * (square + covariance.logdet().item<double>() + static_cast<double>(x.size(0)) * std::log(2.0 * M_PI));
}

/// x = w z + noise of deviation s, z standard normal of one coordinate: a VAE whose every quantity is known.
struct LinearModel {
  torch::Tensor w = doubles({1.5, -0.5, 0.8}), x = doubles({1.0, 0.3, -0.2});
  double s = 0.6;

  double log_likelihood() const {
    return normal_log_density(x, torch::outer(w, w) + s * s * torch::eye(3, torch::kFloat64));
  }
  double posterior_variance() const { return 1.0 / (1.0 + w.dot(w).item<double>() / (s * s)); }
  double posterior_mean() const { return posterior_variance() * w.dot(x).item<double>() / (s * s); }
  torch::Tensor given(const torch::Tensor& z) const {
    const torch::Tensor miss = x - z.to(torch::kFloat64).mm(w.unsqueeze(0));
    return -0.5 * miss.square().sum(1) / (s * s) - 1.5 * std::log(2.0 * M_PI * s * s);
  }
  ImportanceEstimate estimate(double mean, double variance, std::int64_t draws) const {
    Rng rng(7);
    return importance_estimate(
        doubles({mean}), doubles({std::log(variance)}), draws, [this](const torch::Tensor& z) { return given(z); },
        rng);
  }
};

}  // namespace

TEST_CASE("with the true posterior for a proposal a handful of draws give the exact likelihood") {
  const LinearModel model;
  const ImportanceEstimate found = model.estimate(model.posterior_mean(), model.posterior_variance(), 10);
  CHECK(found.log_likelihood == doctest::Approx(model.log_likelihood()).epsilon(1e-6));
  CHECK(found.elbo == doctest::Approx(model.log_likelihood()).epsilon(1e-6));
  CHECK(found.effective == doctest::Approx(10.0).epsilon(1e-4));
  CHECK(found.elbo_variance < 1e-9);
}

TEST_CASE("a wrong proposal gives the exact likelihood with many draws, and the bound that its divergence leaves") {
  const LinearModel model;
  const double mean = model.posterior_mean() + 0.2, variance = 2.0 * model.posterior_variance();
  const ImportanceEstimate found = model.estimate(mean, variance, 40000);
  CHECK(found.log_likelihood == doctest::Approx(model.log_likelihood()).epsilon(0.003));
  const double ratio = variance / model.posterior_variance(), apart = 0.2 * 0.2 / model.posterior_variance();
  const double divergence = 0.5 * (ratio + apart - 1.0 - std::log(ratio));
  CHECK(found.elbo == doctest::Approx(model.log_likelihood() - divergence).epsilon(0.01));
  CHECK(found.effective < 39000.0);
}

TEST_CASE("the Bernoulli likelihood is the sum of the pixels' logarithms, and of grey levels its expectation") {
  torch::manual_seed(1);
  const torch::Tensor logits = 8.0 * torch::randn({5, 784}), x = torch::rand({5, 784});
  const torch::Tensor ink = logits.to(torch::kFloat64).sigmoid(), paper = (-logits).to(torch::kFloat64).sigmoid();
  const torch::Tensor expected = (x * ink.log() + (1.0 - x) * paper.log()).sum(1);
  CHECK((bernoulli_log_likelihood(logits, x) - expected).abs().max().item<double>() < 2e-3);
  // A pixel that is certain, and wrong, costs its logit; the sum of many overflows nothing.
  CHECK(bernoulli_log_likelihood(torch::full({1, 3000}, 60.0F), torch::zeros({1, 3000})).item<double>() ==
        doctest::Approx(-180000.0));
  CHECK(bernoulli_log_likelihood(torch::zeros({1, 3000}), torch::ones({1, 3000})).item<double>() ==
        doctest::Approx(-3000.0 * std::log(2.0)));
}

TEST_CASE("drawn pixels are ink as often as they are grey, and the same for a seed") {
  const torch::Tensor grey = torch::tensor({0.0F, 0.2F, 0.7F, 1.0F}).repeat({20000, 1});
  const torch::Tensor drawn = draw_binary(grey, 3), share = drawn.mean(0);
  CHECK(torch::logical_or(drawn == 0, drawn == 1).all().item<bool>());
  CHECK(share[0].item<double>() == 0.0);
  CHECK(share[1].item<double>() == doctest::Approx(0.2).epsilon(0.05));
  CHECK(share[2].item<double>() == doctest::Approx(0.7).epsilon(0.02));
  CHECK(share[3].item<double>() == 1.0);
  CHECK(torch::equal(drawn, draw_binary(grey, 3)));
  CHECK(!torch::equal(drawn, draw_binary(grey, 4)));
}

TEST_CASE("the divergence from the standard normal is the closed form") {
  const torch::Tensor mean = torch::tensor({{0.0F, 0.0F}, {1.0F, -2.0F}, {0.0F, 0.0F}});
  const torch::Tensor log_variance = torch::tensor({{0.0F, 0.0F}, {0.0F, 0.0F}, {std::log(4.0F), 0.0F}});
  const torch::Tensor found = kl_to_standard_normal(mean, log_variance);
  CHECK(found[0].item<double>() == doctest::Approx(0.0));
  CHECK(found[1].item<double>() == doctest::Approx(2.5));
  CHECK(found[2].item<double>() == doctest::Approx(0.5 * (4.0 - 1.0 - std::log(4.0))));
}

TEST_CASE("units are active where their means vary by more than a hundredth") {
  torch::manual_seed(2);
  const torch::Tensor scale = torch::tensor({1.0F, 0.2F, 0.05F, 0.0F});
  CHECK(active_units(torch::randn({5000, 4}) * scale + 3.0) == 2);
}

namespace {

/// Pictures of 2 x 2 pixels from one latent number: small enough to integrate over it.
ModelSpec tiny_spec() {
  return parse_model_spec(parse_json(R"({"name": "tiny", "description": "d", "family": "vae",
    "image": {"width": 2, "height": 2, "range": [0, 1]}, "latent": [{"name": "z", "prior": "normal", "dim": 1}],
    "networks": {"encoder": {"input": [4], "layers": [{"type": "linear", "out": 2}]},
                 "decoder": {"input": [1], "layers": [{"type": "linear", "out": 4}, {"type": "sigmoid"}]}}})",
                                     "tiny"),
                          "tiny");
}

Tensor filled(const Shape& shape, const std::vector<float>& values) {
  Tensor tensor = zeros(shape);
  std::copy(values.begin(), values.end(), tensor.data());
  return tensor;
}

const std::vector<float> kWeight{2.0F, -1.0F, 0.5F, 3.0F}, kBias{0.3F, 0.0F, -1.0F, -0.5F};

Safetensors tiny_file() {
  Safetensors file;
  file.tensors["decoder.0.weight"] = store(filled({4, 1}, kWeight));
  file.tensors["decoder.0.bias"] = store(filled({4}, kBias));
  file.tensors["encoder.0.weight"] = store(filled({2, 4}, {0.6F, -0.6F, 0.2F, 0.7F, 0.0F, 0.0F, 0.0F, 0.0F}));
  file.tensors["encoder.0.bias"] = store(filled({2}, {-0.5F, -0.7F}));
  return file;
}

/// -log of the integral of p(x|z) p(z) over z, by the trapezoidal rule.
double integrated(const std::vector<double>& x) {
  double sum = 0.0;
  const double step = 0.001;
  for (int i = -10000; i <= 10000; ++i) {
    const double z = i * step;
    double density = std::exp(-0.5 * z * z) / std::sqrt(2.0 * M_PI);
    for (std::size_t p = 0; p < 4; ++p) {
      const double ink = 1.0 / (1.0 + std::exp(-(static_cast<double>(kWeight[p]) * z + static_cast<double>(kBias[p]))));
      density *= x[p] > 0.5 ? ink : 1.0 - ink;
    }
    sum += density * step;
  }
  return -std::log(sum);
}

}  // namespace

TEST_CASE("the test likelihood of a small VAE is the integral over its latent, from some digits and from all") {
  const VaeNetworks networks(tiny_spec(), tiny_file(), "tiny");
  std::vector<double> exact;
  std::vector<torch::Tensor> pictures;
  for (int pattern = 0; pattern < 16; ++pattern) {
    std::vector<double> x(4);
    for (std::size_t i = 0; i < 4; ++i) x[i] = pattern >> i & 1 ? 1.0 : 0.0;
    exact.push_back(integrated(x));
    pictures.push_back(torch::tensor(x, torch::kFloat32));
  }
  const double mean = torch::tensor(exact, torch::kFloat64).mean().item<double>();
  const torch::Tensor once = torch::stack(pictures);
  const TestLikelihood whole = test_likelihood(networks, once, once, {}, 16, 20000, 5);
  CHECK(whole.value == doctest::Approx(mean).epsilon(0.002));
  // The standard error is that of sixteen such pictures.
  CHECK(whole.standard_error ==
        doctest::Approx(torch::tensor(exact, torch::kFloat64).std().item<double>() / 4.0).epsilon(0.02));
  // Every picture a thousand times, and eight of all of them sampled, of which each is the empty one: the mean of those
  // is far off, and the estimate for all is not.
  const torch::Tensor often = once.repeat({1000, 1});
  const TestLikelihood few = test_likelihood(networks, often, often, {}, 8, 5000, 5);
  CHECK(few.value == doctest::Approx(exact[0]).epsilon(0.01));
  CHECK(std::abs(few.value - mean) > 0.3);
  CHECK(std::abs(few.all_digits - mean) < 0.15);
  CHECK(contains(message_of([&] { test_likelihood(networks, once, once, {}, 5, 10, 5); }),
                 "5 does not divide the 16 digits"));
}

TEST_CASE("the networks of a VAE encode and decode as its layers say, and a GAN is refused") {
  const VaeNetworks networks(tiny_spec(), tiny_file(), "tiny");
  const VaeNetworks::Posterior code = networks.encode(torch::tensor({{1.0F, 0.0F, 0.0F, 1.0F}}), {});
  CHECK(code.mean.item<double>() == doctest::Approx(0.6 + 0.7 - 0.5));
  CHECK(code.log_variance.item<double>() == doctest::Approx(-0.7));
  const torch::Tensor logits = networks.logits(torch::tensor({{2.0F}}), {});
  for (int i = 0; i < 4; ++i)
    CHECK(logits[0][i].item<double>() ==
          doctest::Approx(2.0 * static_cast<double>(kWeight[static_cast<std::size_t>(i)]) +
                          static_cast<double>(kBias[static_cast<std::size_t>(i)])));
  Safetensors cut = tiny_file();
  cut.tensors.erase("decoder.0.bias");
  CHECK(contains(message_of([&] { VaeNetworks(tiny_spec(), cut, "tiny"); }), "decoder.0.bias"));
  ModelSpec gan = tiny_spec();
  gan.networks.erase("encoder");
  CHECK(contains(message_of([&] { VaeNetworks(gan, tiny_file(), "tiny"); }), "this metric needs a VAE"));
}
