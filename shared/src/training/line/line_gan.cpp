#include "latentwalk/line_gan.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "latentwalk/error.hpp"
#include "training/backward/elementwise.hpp"
#include "training/layers/trainable.hpp"

namespace latentwalk {
namespace {

constexpr std::size_t kBatch = 128;
constexpr std::size_t kHidden = 32;
constexpr int kDiscriminatorSteps = 5;
constexpr double kDiscriminatorRate = 3e-3, kGeneratorRate = 0.1;
constexpr double kBeta1 = 0.9, kBeta2 = 0.999;
constexpr std::size_t kShownSamples = 16 * kBatch;
constexpr double kKernel = 0.08;

NetworkSpec network() { return {{1}, {Linear{kHidden}, Tanh{}, Linear{kHidden}, Tanh{}, Linear{1}}}; }

double sigmoid(double x) { return x < 0 ? 1.0 - 1.0 / (1.0 + std::exp(x)) : 1.0 / (1.0 + std::exp(-x)); }

float draw(const LineDensity& density, Rng& rng) {
  double offset = 0;
  switch (density.shape) {
    case DensityShape::normal:
      offset = rng.normal();
      break;
    case DensityShape::uniform:
      offset = 2.0 * rng.uniform() - 1.0;
      break;
    case DensityShape::bumps:
      offset = (rng.uniform() < 0.5 ? -1.0 : 1.0) + rng.normal() / 3.0;
      break;
  }
  return static_cast<float>(density.centre + density.width * offset);
}

double density_at(const LineDensity& density, double x) { return std::exp(log_density(density, x)); }

double point(std::size_t i) {
  return kLineEnd * (2.0 * static_cast<double>(i) / static_cast<double>(kLineGanPoints - 1) - 1.0);
}

}  // namespace

struct LineGan::State {
  explicit State(const LineGanConfig& the_config)
      : config(the_config),
        rng(config.seed),
        discriminator(network(), "discriminator", {kBatch, 2}),
        generator(network(), "generator", {kBatch, 1}),
        gradient(std::max(discriminator.parameter_size(), generator.parameter_size())),
        mean(discriminator.parameter_size()),
        square(discriminator.parameter_size()) {
    check_density(config.p, "p");
    check_density(config.q, "q");
    discriminator.initialise({}, rng);
    generator.initialise({}, rng);
    // A last layer of zeros, so that the generator starts with q.
    generator.for_each_tensor([&](const Parameter& parameter, bool, const TrainableNetwork::Place& place) {
      if (parameter.name.find("generator.4.") != 0) return;
      for (std::size_t i = 0; i < element_count(parameter.shape); ++i) generator.parameters()[place(i)] = 0.0F;
    });
    generator.prepare(1);
    std::fill_n(mean.data(), mean.size(), 0.0F);
    std::fill_n(square.data(), square.size(), 0.0F);
  }

  /// Draws of q, moved by the generator: kBatch of them.
  void generate(Rng& from, float* to) {
    float* const z = generator.input(0);
    for (std::size_t n = 0; n < kBatch; ++n) z[n] = draw(config.q, from);
    std::copy_n(z, kBatch, to);
    if (!config.trains_generator) return;
    generator.forward(0, 1, 1);
    kernels::add(to, generator.output(0), kBatch);
  }

  void train_discriminator() {
    for (std::size_t n = 0; n < kBatch; ++n) discriminator.input(0)[n] = draw(config.p, rng);
    generate(rng, discriminator.input(1));
    discriminator.forward(0, 2, 1);
    for (std::size_t n = 0; n < 2 * kBatch; ++n) {
      const double target = n < kBatch ? 1.0 : 0.0;
      discriminator.output_gradient(0)[n] =
          static_cast<float>((sigmoid(static_cast<double>(discriminator.output(0)[n])) - target) / kBatch);
    }
    std::fill_n(gradient.data(), discriminator.parameter_size(), 0.0F);
    discriminator.backward(0, 2, 1, gradient.data(), false);
    const double count = static_cast<double>(++adam_steps);
    const kernels::AdamStep step{static_cast<float>(kDiscriminatorRate / (1.0 - std::pow(kBeta1, count))),
                                 static_cast<float>(kBeta1), static_cast<float>(kBeta2),
                                 static_cast<float>(1.0 / std::sqrt(1.0 - std::pow(kBeta2, count))), 1e-8F};
    kernels::adam(step, gradient.data(), discriminator.parameters(), mean.data(), square.data(),
                  discriminator.parameter_size());
    discriminator.prepare(1);
  }

  /// After the derivative of the logit by x: that of the generator's loss. Minimax: log(1 - D); otherwise: -log D.
  double lesson(double logit, double slope) const {
    return config.loss == GeneratorLoss::minimax ? -sigmoid(logit) * slope : -sigmoid(-logit) * slope;
  }

  /// Runs the discriminator on its inputs, and computes the derivative of each logit by its x.
  void slopes() {
    discriminator.forward(0, 2, 1);
    std::fill_n(discriminator.output_gradient(0), 2 * kBatch, 1.0F);
    discriminator.backward(0, 2, 1, nullptr, true);
  }

  void train_generator() {
    generate(rng, discriminator.input(1));
    std::copy_n(discriminator.input(1), kBatch, discriminator.input(0));
    slopes();
    for (std::size_t n = 0; n < kBatch; ++n)
      generator.output_gradient(0)[n] =
          static_cast<float>(lesson(static_cast<double>(discriminator.output(1)[n]),
                                    static_cast<double>(discriminator.input_gradient(1)[n])) /
                             kBatch);
    std::fill_n(gradient.data(), generator.parameter_size(), 0.0F);
    generator.backward(0, 1, 1, gradient.data(), false);
    for (std::size_t i = 0; i < generator.parameter_size(); ++i)
      generator.parameters()[i] -= static_cast<float>(kGeneratorRate) * gradient.data()[i];
    generator.prepare(1);
  }

  void step() {
    for (int i = 0; i < kDiscriminatorSteps; ++i) train_discriminator();
    if (config.trains_generator) train_generator();
    ++steps;
  }

  LineGanConfig config;
  Rng rng;
  TrainableNetwork discriminator, generator;
  kernels::FloatBuffer gradient, mean, square;
  std::int64_t steps = 0, adam_steps = 0;
};

LineGan::LineGan(const LineGanConfig& config) : state_(std::make_unique<State>(config)) {}
LineGan::~LineGan() = default;
LineGan::LineGan(LineGan&&) noexcept = default;
LineGan& LineGan::operator=(LineGan&&) noexcept = default;

std::int64_t LineGan::steps_done() const { return state_->steps; }

void LineGan::step(std::size_t count) {
  for (; count > 0; --count) state_->step();
  for (const TrainableNetwork* network : {&state_->discriminator, &state_->generator})
    if (!kernels::all_finite(network->parameters(), network->parameter_size()))
      fail("training diverged: a weight is not finite at step ", state_->steps);
}

Tensor LineGan::curves() {
  State& state = *state_;
  Tensor curves = zeros({3, kLineGanPoints});
  float* const discriminator = curves.data();
  float* const density = discriminator + kLineGanPoints;
  float* const lesson = density + kLineGanPoints;
  for (std::size_t i = 0; i < 2 * kBatch; ++i)
    state.discriminator.input(0)[i] = static_cast<float>(point(std::min(i, kLineGanPoints - 1)));
  state.slopes();
  for (std::size_t i = 0; i < kLineGanPoints; ++i) {
    const double logit = static_cast<double>(state.discriminator.output(0)[i]);
    discriminator[i] = static_cast<float>(sigmoid(logit));
    lesson[i] = static_cast<float>(state.lesson(logit, static_cast<double>(state.discriminator.input_gradient(0)[i])));
  }
  if (!state.config.trains_generator) {
    for (std::size_t i = 0; i < kLineGanPoints; ++i)
      density[i] = static_cast<float>(density_at(state.config.q, point(i)));
    return curves;
  }
  Rng rng(state.config.seed + 1);  // the same draws each time, so that the curve moves smoothly
  std::vector<float> samples(kShownSamples);
  for (std::size_t first = 0; first < kShownSamples; first += kBatch) state.generate(rng, samples.data() + first);
  const double scale = 1.0 / (kKernel * std::sqrt(2.0 * 3.14159265358979323846) * kShownSamples);
  for (std::size_t i = 0; i < kLineGanPoints; ++i) {
    double sum = 0;
    for (const float sample : samples) {
      const double away = (point(i) - static_cast<double>(sample)) / kKernel;
      if (std::abs(away) < 6.0) sum += std::exp(-0.5 * away * away);
    }
    density[i] = static_cast<float>(scale * sum);
  }
  return curves;
}

}  // namespace latentwalk
