// The losses of the objectives, on networks small enough to compute by hand.
#include "trainer/objectives/objective.hpp"

#include <tuple>

#include "latentwalk/error.hpp"
#include "tests/support/torch_doctest.hpp"
#include "tests/support/training_setup.hpp"
#include "trainer/networks/prior.hpp"

using namespace latentwalk;

namespace {

/// A model of 2 x 2 images and 3 latents; each network is one linear layer.
ModelSpec tiny_model(Family family, std::map<std::string, NetworkSpec> networks) {
  ModelSpec model;
  model.family = family;
  model.image_width = model.image_height = 2;
  model.latent = {LatentBlock{"z", LatentBlock::Prior::normal, 3}};
  model.networks = std::move(networks);
  return model;
}

ModelSpec tiny_gan() {
  return tiny_model(Family::gan, {{"generator", {{3}, {Linear{4}}}}, {"discriminator", {{4}, {Linear{1}}}}});
}

ModelSpec tiny_vae() {
  return tiny_model(Family::vae, {{"encoder", {{4}, {Linear{6}}}}, {"decoder", {{3}, {Linear{4}, Sigmoid{}}}}});
}

TorchNetworks networks_of(const ModelSpec& model) {
  TorchNetworks networks;
  for (const auto& [name, spec] : model.networks) networks.emplace(name, TorchNetwork(spec, name));
  return networks;
}

void fill(TorchNetwork& network, const std::string& name, double value) {
  const torch::NoGradGuard no_grad;
  for (const auto& [found, tensor] : network.parameters()) {
    if (found == name) torch::Tensor(tensor).fill_(value);
  }
}

double term(const Loss& loss, const std::string& name) {
  for (const Term& found : loss.terms) {
    if (found.name == name) return found.value.item<double>();
  }
  FAIL("no term " << name);
  return 0.0;
}

Batch batch_of(double value) { return {torch::full({5, 1, 2, 2}, value), torch::zeros({5}, torch::kInt64), {}}; }

std::unique_ptr<Objective> objective_of(const Json& config, const ModelSpec& model) {
  return make_objective(parse_objective_config(config, model, "test"), model);
}

double softplus(double x) { return std::log1p(std::exp(x)); }

}  // namespace

TEST_CASE("the GAN's losses are the cross-entropies of equation 1, and both forms of the generator's") {
  for (const char* form : {"non_saturating", "minimax"}) {
    const ModelSpec model = tiny_gan();
    TorchNetworks networks = networks_of(model);
    // The generator paints every pixel 0.5, the discriminator answers 0.3 + the sum of the pixels.
    fill(networks.at("generator"), "generator.0.weight", 0.0);
    fill(networks.at("generator"), "generator.0.bias", 0.5);
    fill(networks.at("discriminator"), "discriminator.0.weight", 1.0);
    fill(networks.at("discriminator"), "discriminator.0.bias", 0.3);
    const auto gan = objective_of({{"type", "gan"}, {"generator_loss", form}}, model);
    const Batch batch = batch_of(-0.25);
    const double real = 0.3 - 4 * 0.25, fake = 0.3 + 4 * 0.5;
    const Loss d = gan->loss(0, batch, networks);
    CHECK(d.total.item<double>() == doctest::Approx(softplus(-real) + softplus(fake)));
    CHECK(term(d, "d_real") == doctest::Approx(1 / (1 + std::exp(-real))));
    CHECK(term(d, "d_fake") == doctest::Approx(1 / (1 + std::exp(-fake))));
    const Loss g = gan->loss(1, batch, networks);
    const double expected = std::string(form) == "minimax" ? -softplus(fake) : softplus(-fake);
    CHECK(g.total.item<double>() == doctest::Approx(expected));
  }
}

TEST_CASE("the discriminator's phase leaves the generator alone, and the generator's reaches it") {
  const ModelSpec model = tiny_gan();
  TorchNetworks networks = networks_of(model);
  const auto gan = objective_of({{"type", "gan"}}, model);
  const Batch batch = batch_of(0.1);
  gan->loss(0, batch, networks).total.backward();
  CHECK_FALSE(networks.at("generator").parameters()[0].second.grad().defined());
  CHECK(networks.at("discriminator").parameters()[0].second.grad().defined());
  gan->loss(1, batch, networks).total.backward();
  CHECK(networks.at("generator").parameters()[0].second.grad().abs().sum().item<double>() > 0);
}

TEST_CASE("the VAE's loss is cross-entropy plus the weighted divergence of equation 16") {
  const ModelSpec model = tiny_vae();
  TorchNetworks networks = networks_of(model);
  // Posterior: mean 0.5, log-variance -1 in every coordinate; the decoder answers logit 0.7 everywhere.
  const torch::NoGradGuard no_grad;
  fill(networks.at("encoder"), "encoder.0.weight", 0.0);
  torch::Tensor(networks.at("encoder").parameters()[1].second).copy_(torch::tensor({0.5, 0.5, 0.5, -1.0, -1.0, -1.0}));
  fill(networks.at("decoder"), "decoder.0.weight", 0.0);
  fill(networks.at("decoder"), "decoder.0.bias", 0.7);
  const auto vae = objective_of({{"type", "vae"}, {"kl_weight", 0.25}}, model);
  const Loss loss = vae->loss(0, batch_of(0.2), networks);
  const double reconstruction = 4 * (0.2 * softplus(-0.7) + 0.8 * softplus(0.7));
  const double kl = -0.5 * 3 * (1 - 1 - 0.25 - std::exp(-1.0));
  CHECK(term(loss, "reconstruction") == doctest::Approx(reconstruction));
  CHECK(term(loss, "kl") == doctest::Approx(kl));
  CHECK(loss.total.item<double>() == doctest::Approx(reconstruction + 0.25 * kl));
}

TEST_CASE("latents are drawn from the prior of each block") {
  ModelSpec model = tiny_gan();
  model.latent = {LatentBlock{"z", LatentBlock::Prior::normal, 2},
                  LatentBlock{"c", LatentBlock::Prior::categorical, 10},
                  LatentBlock{"u", LatentBlock::Prior::uniform, 1, -3.0, 5.0}};
  torch::manual_seed(1);
  const torch::Tensor z = draw_latents(model, 20000, torch::Device(torch::kCPU));
  CHECK(z.sizes() == at::IntArrayRef({20000, 13}));
  CHECK(z.narrow(1, 0, 2).mean().item<double>() == doctest::Approx(0.0).epsilon(0.03));
  CHECK(z.narrow(1, 0, 2).std().item<double>() == doctest::Approx(1.0).epsilon(0.03));
  const torch::Tensor codes = z.narrow(1, 2, 10);
  CHECK(codes.sum(1).eq(1).all().item<bool>());
  CHECK(codes.mean(0).sub(0.1).abs().max().item<double>() < 0.01);
  const torch::Tensor u = z.narrow(1, 12, 1);
  CHECK(u.min().item<double>() >= -3.0);
  CHECK(u.max().item<double>() <= 5.0);
  CHECK(u.mean().item<double>() == doctest::Approx(1.0).epsilon(0.05));
}

TEST_CASE("a loss that is not a number ends training, and a collapse is said") {
  const Config config = make_config("fc-vae", "best", {{{"training", {{"batch_size", 32}}}}});
  Trainer trainer = make_trainer(config, 64);
  trainer.step();
  CHECK_NOTHROW(trainer.check_finite());
  torch::NoGradGuard no_grad;
  torch::Tensor(trainer.networks().at("encoder").parameters()[0].second).fill_(std::nan(""));
  {
    torch::AutoGradMode gradients(true);
    trainer.step();
  }
  CHECK_THROWS_WITH_AS(trainer.check_finite(), doctest::Contains("training diverged"), Error);

  const auto gan = objective_of({{"type", "gan"}}, tiny_gan());
  CHECK(gan->diagnose({{"d_loss", 1e-5}, {"g_loss", 12.0}}));
  CHECK_FALSE(gan->diagnose({{"d_loss", 0.5}, {"g_loss", 2.0}}));
  CHECK(trainer.objective().diagnose({{"kl", 0.01}, {"loss", 200.0}}));
}

TEST_CASE("InfoGAN's code is read from the discriminator's further outputs") {
  ModelSpec model = tiny_gan();
  model.latent = {LatentBlock{"noise", LatentBlock::Prior::normal, 1},
                  LatentBlock{"kind", LatentBlock::Prior::categorical, 2},
                  LatentBlock{"style", LatentBlock::Prior::uniform, 1}};
  model.networks["generator"] = NetworkSpec{{4}, {Linear{4}}};
  model.networks["discriminator"] = NetworkSpec{{4}, {Linear{4}}};
  TorchNetworks networks = networks_of(model);
  // The generator writes its latents into the pixels; the discriminator answers logit 0, the kind's pixels as they
  // are, and ten times the style's.
  {
    const torch::NoGradGuard no_grad;
    torch::Tensor(networks.at("generator").parameters()[0].second).copy_(torch::eye(4));
    fill(networks.at("generator"), "generator.0.bias", 0.0);
    torch::Tensor(networks.at("discriminator").parameters()[0].second)
        .copy_(torch::tensor({0.0, 1.0, 1.0, 10.0}).diag());
    fill(networks.at("discriminator"), "discriminator.0.bias", 0.0);
  }
  const auto infogan =
      objective_of({{"type", "infogan"}, {"categorical_weight", 2.0}, {"continuous_weight", 0.5}}, model);
  const Batch batch = batch_of(0.0);
  const Loss d = infogan->loss(0, batch, networks);
  const double adversarial = 2 * std::log(2.0);
  CHECK(term(d, "d_loss") == doctest::Approx(adversarial));
  const Loss g = infogan->loss(1, batch, networks);
  CHECK(term(g, "g_loss") == doctest::Approx(std::log(2.0)));
  // One-hot logits (1, 0): cross-entropy log(1 + e^-1) whatever the kind.
  CHECK(term(g, "code_categorical") == doctest::Approx(softplus(-1.0)));
  const double continuous = term(g, "code_continuous");
  CHECK(continuous > 0.0);  // 0.5 mean (u - 10 u)^2, u uniform on (-1, 1)
  CHECK(continuous < 0.5 * 81.0);
  CHECK(g.total.item<double>() == doctest::Approx(std::log(2.0) + 2.0 * softplus(-1.0) + 0.5 * continuous));
  CHECK(d.total.item<double>() == doctest::Approx(adversarial + 2.0 * softplus(-1.0) + 0.5 * continuous));
}

TEST_CASE("InfoVAE weighs the divergence by 1 - alpha and the discrepancy by alpha + lambda - 1") {
  const ModelSpec model = tiny_vae();
  TorchNetworks networks = networks_of(model);
  const torch::NoGradGuard no_grad;
  // Every code is exactly 0 (log-variance -60): the discrepancy is that of a point at 0 from the prior.
  fill(networks.at("encoder"), "encoder.0.weight", 0.0);
  torch::Tensor(networks.at("encoder").parameters()[1].second)
      .copy_(torch::tensor({0.0, 0.0, 0.0, -60.0, -60.0, -60.0}));
  const auto infovae = objective_of({{"type", "infovae"}, {"alpha", 0.25}, {"lambda", 7.0}}, model);
  torch::manual_seed(1);
  Batch batch{torch::full({4000, 1, 2, 2}, 0.5), torch::zeros({4000}, torch::kInt64), {}};
  const Loss loss = infovae->loss(0, batch, networks);
  // In 3 dimensions with the kernel exp(-d^2/3): E k(0, y) = (1 + 2/3)^-1.5, E k(y, y') = (1 + 4/3)^-1.5.
  const double mmd = 1.0 + std::pow(1.0 + 4.0 / 3.0, -1.5) - 2.0 * std::pow(1.0 + 2.0 / 3.0, -1.5);
  CHECK(term(loss, "mmd") == doctest::Approx(mmd).epsilon(0.03));
  CHECK(loss.total.item<double>() ==
        doctest::Approx(term(loss, "reconstruction") + 0.75 * term(loss, "kl") + 6.25 * term(loss, "mmd")));
}

TEST_CASE("a conditional objective hands the label to both networks") {
  const NetworkSpec behind_the_pixels{{784 + 10}, {Linear{1}}}, as_planes{{1 + 10, 28, 28}, {Flatten{}, Linear{1}}};
  const std::vector<std::tuple<const char*, std::string, NetworkSpec>> cases{
      {"cgan", "discriminator", behind_the_pixels},
      {"cgan", "discriminator", as_planes},
      {"cvae", "encoder", {{784 + 10}, {Linear{2 * 20}}}}};
  for (const auto& each : cases) {
    const auto& [name, network, spec] = each;
    INFO(std::get<0>(each), " of ", std::get<2>(each).input.size(), " inputs");
    const Config config = make_config(name, "best", {});
    ModelSpec model = config.model;
    model.networks[network] = spec;
    torch::manual_seed(2);
    const TorchNetworks networks = networks_of(model);
    const auto objective = make_objective(config.objective, model);
    const auto loss_of = [&](std::int64_t label) {
      torch::manual_seed(3);
      Batch batch{torch::full({4, 1, 28, 28}, 0.5), torch::full({4}, label, torch::kInt64), {}};
      return objective->loss(0, batch, networks).total.item<double>();
    };
    CHECK(loss_of(3) == loss_of(3));
    CHECK(loss_of(3) != loss_of(7));
  }
}
