#include "study/toy_discriminator.hpp"

#include <torch/torch.h>

#include <cmath>

#include "trainer/networks/torch_network.hpp"

namespace latentwalk {
namespace {

constexpr double kDiscriminatorRate = 0.01;
constexpr std::int64_t kBatch = 1000;
constexpr std::size_t kCurvePoints = 60;

torch::Tensor draw(const ToyCase& toy, bool real) {
  const torch::Tensor x = toy.shape == ToyShape::normals ? torch::randn({kBatch, 1}) : torch::rand({kBatch, 1});
  return real ? x : x + toy.distance;
}

}  // namespace

std::vector<double> train_toy_discriminator(const ToyCase& toy, const ToyGrid& grid, std::int64_t steps,
                                            std::int64_t seed) {
  torch::manual_seed(static_cast<std::uint64_t>(seed));
  const TorchNetwork network({{1}, {Linear{32}, Tanh{}, Linear{32}, Tanh{}, Linear{1}}}, "discriminator");
  std::vector<torch::Tensor> parameters;
  for (const auto& [name, value] : network.parameters()) parameters.push_back(value);
  torch::optim::Adam adam(parameters, torch::optim::AdamOptions(kDiscriminatorRate));
  // Both clouds round 0, about one unit wide.
  const auto centred = [&](const torch::Tensor& x) { return (x - toy.distance / 2) / (1.0 + toy.distance / 2); };
  for (std::int64_t step = 0; step < steps; ++step) {
    const double done = static_cast<double>(step) / static_cast<double>(steps);
    static_cast<torch::optim::AdamOptions&>(adam.param_groups()[0].options())
        .lr(kDiscriminatorRate * 0.5 * (1.0 + std::cos(M_PI * done)));
    const torch::Tensor real = network.forward(centred(draw(toy, true)), true),
                        fake = network.forward(centred(draw(toy, false)), true);
    const torch::Tensor loss = -(at::log_sigmoid(real).mean() + at::log_sigmoid(-fake).mean());
    adam.zero_grad();
    loss.backward();
    adam.step();
  }
  const torch::NoGradGuard no_grad;
  const torch::Tensor x = torch::tensor(std::vector<float>(grid.x.begin(), grid.x.end())).unsqueeze(1);
  const torch::Tensor logits = network.forward(centred(x), false).to(torch::kFloat64).contiguous();
  return {logits.data_ptr<double>(), logits.data_ptr<double>() + logits.numel()};
}

Json measure_toy(const ToyCase& toy, std::int64_t steps, std::int64_t seed) {
  const ToyGrid grid = toy_grid(toy);
  const Divergences exact = integrate_divergences(grid);
  const std::vector<double> logits = train_toy_discriminator(toy, grid, steps, seed);
  const double value = integrate_value(grid, logits);
  double error = 0.0;
  Json curve{{"x", Json::array()},
             {"p", Json::array()},
             {"q", Json::array()},
             {"d", Json::array()},
             {"d_best", Json::array()}};
  // Six widths of what is to be seen; the grid itself goes further out.
  const double low = toy.shape == ToyShape::normals ? -3.0 : -0.5, high = toy.distance + (low == -3.0 ? 3.0 : 1.5);
  const auto every = static_cast<std::size_t>((high - low) / grid.step / static_cast<double>(kCurvePoints));
  for (std::size_t i = 0; i < grid.x.size(); ++i) {
    const double p = grid.p[i], q = grid.q[i], d = 1.0 / (1.0 + std::exp(-logits[i]));
    if (p + q > 0) error += 0.5 * (p + q) * std::abs(d - p / (p + q)) * grid.step;
    if (grid.x[i] < low || grid.x[i] > high || i % every != 0) continue;
    curve["x"].push_back(grid.x[i]);
    curve["p"].push_back(p);
    curve["q"].push_back(q);
    curve["d"].push_back(d);
    curve["d_best"].push_back(p + q > 0 ? Json(p / (p + q)) : Json());
  }
  return {{"kl", std::isfinite(exact.kl) ? Json(exact.kl) : Json()},
          {"jsd", exact.jsd},
          {"value", -std::log(4.0) + 2.0 * exact.jsd},
          {"trained_value", value},
          {"trained_jsd", 0.5 * (value + std::log(4.0))},
          {"discriminator_error", error},
          {"curve", curve}};
}

}  // namespace latentwalk
