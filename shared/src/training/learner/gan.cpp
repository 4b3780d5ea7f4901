// The GAN of Goodfellow et al. (2014); conditional (Mirza & Osindero, 2014) if the model has classes.
#include <algorithm>
#include <cmath>

#include "latentwalk/latent.hpp"
#include "latentwalk/parallel.hpp"
#include "training/learner/objective.hpp"

namespace latentwalk {
namespace {

double softplus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }
double sigmoid(double x) { return x < 0 ? 1.0 - 1.0 / (1.0 + std::exp(x)) : 1.0 / (1.0 + std::exp(-x)); }

// In the discriminator's phase the real and the generated images of a shard are two groups, one behind the other, so
// that each has its own batch-norm statistics and both their gradients are added in one sum.
class GanLearner final : public LearnerObjective {
 public:
  GanLearner(const GanObjective& config, const ModelSpec& model, std::size_t samples)
      : minimax_(config.generator_loss == GeneratorLoss::minimax),
        pixels_(model.image_width * model.image_height),
        repeats_(model.networks.at("discriminator").input.size() == 3 ? pixels_ : 1),
        samples_(samples) {}

  const std::vector<LearnerPhase>& phases() const override {
    static const std::vector<LearnerPhase> phases{
        {{"discriminator"}, {"generator", "discriminator", "discriminator"}, {"d_loss", "d_real", "d_fake"}},
        {{"generator"}, {"discriminator"}, {"g_loss"}}};
    return phases;
  }

  std::size_t groups(const std::string& network, std::size_t shards) const override {
    return network == "discriminator" ? 2 * shards : shards;
  }

  void run(std::size_t phase, const ShardedBatch& batch, std::size_t first, std::size_t last, std::size_t threads,
           TrainableNetworks& networks, const PhaseOutput& to) override {
    const Run run{batch, first, last, threads, networks.at("generator"), networks.at("discriminator"), to};
    if (phase == 0)
      discriminator_phase(run);
    else
      generator_phase(run);
  }

 private:
  struct Run {
    const ShardedBatch& batch;
    std::size_t first, last, threads;
    TrainableNetwork &generator, &discriminator;
    const PhaseOutput& to;

    template <class Task>
    void each(Task task) const {
      const auto shifted = [&](std::size_t i) { task(first + i); };
      parallel_for(last - first, threads, std::ref(shifted));
    }
  };

  void discriminator_phase(const Run& run) const {
    TrainableNetwork &generator = run.generator, &discriminator = run.discriminator;
    run.each([&](std::size_t shard) {
      Rng rng = run.batch.noise(shard);
      float* z = generator.input(shard);
      const std::size_t dim = latent_dim(*run.batch.model);
      for (std::size_t n = 0; n < samples_; ++n) fill_latents(*run.batch.model, rng, 1, z + n * generator.input_size());
      run.batch.classes(shard, z + dim, generator.input_size());
    });
    generator.forward(run.first, run.last, run.threads);
    run.each([&](std::size_t shard) {
      run.batch.images(shard, discriminator.input(2 * shard), discriminator.input_size());
      add_classes(run, shard, 2 * shard);
      judge_generated(run, shard, 2 * shard + 1);
    });
    discriminator.forward(2 * run.first, 2 * run.last, run.threads);
    for (std::size_t shard = run.first; shard < run.last; ++shard) {
      float* tail = run.to.tail(shard);
      generator.batch_statistics(shard, tail);
      tail += generator.statistics_size();
      for (std::size_t group : {2 * shard, 2 * shard + 1}) {
        discriminator.batch_statistics(group, tail);
        tail += discriminator.statistics_size();
      }
      const Judged real = judge(run, 2 * shard, -1.0), fake = judge(run, 2 * shard + 1, 1.0);
      tail[0] = static_cast<float>((real.loss + fake.loss) * run.batch.share());
      tail[1] = static_cast<float>(real.probability * run.batch.share());
      tail[2] = static_cast<float>(fake.probability * run.batch.share());
    }
    discriminator.backward(2 * run.first, 2 * run.last, run.threads, run.to.gradients.at("discriminator"), false);
  }

  void generator_phase(const Run& run) const {
    TrainableNetwork &generator = run.generator, &discriminator = run.discriminator;
    run.each([&](std::size_t shard) { judge_generated(run, shard, shard); });
    discriminator.forward(run.first, run.last, run.threads);
    for (std::size_t shard = run.first; shard < run.last; ++shard) {
      float* const tail = run.to.tail(shard);
      discriminator.batch_statistics(shard, tail);
      // Minimax minimises -softplus(logit), the other form softplus(-logit).
      const Judged fake = judge(run, shard, minimax_ ? 1.0 : -1.0, minimax_ ? -1.0 : 1.0);
      tail[discriminator.statistics_size()] = static_cast<float>(fake.loss * run.batch.share());
    }
    discriminator.backward(run.first, run.last, run.threads, nullptr, true);
    run.each([&](std::size_t shard) {
      const float* from = discriminator.input_gradient(shard);
      float* to = generator.output_gradient(shard);
      for (std::size_t n = 0; n < samples_; ++n, from += discriminator.input_size(), to += pixels_)
        std::copy_n(from, pixels_, to);
    });
    generator.backward(run.first, run.last, run.threads, run.to.gradients.at("generator"), false);
  }

  // Gives the generated images of a shard to a group of the discriminator.
  void judge_generated(const Run& run, std::size_t shard, std::size_t group) const {
    const float* from = run.generator.output(shard);
    float* to = run.discriminator.input(group);
    for (std::size_t n = 0; n < samples_; ++n, from += pixels_, to += run.discriminator.input_size())
      std::copy_n(from, pixels_, to);
    add_classes(run, shard, group);
  }
  void add_classes(const Run& run, std::size_t shard, std::size_t group) const {
    run.batch.classes(shard, run.discriminator.input(group) + pixels_, run.discriminator.input_size(), repeats_);
  }

  struct Judged {
    double loss = 0, probability = 0;  // sums over a group
  };
  // The loss factor * softplus(sign * logit) of a group, and its gradient.
  Judged judge(const Run& run, std::size_t group, double sign, double factor = 1.0) const {
    const float* const logits = run.discriminator.output(group);
    float* const gradient = run.discriminator.output_gradient(group);
    Judged sum;
    for (std::size_t n = 0; n < samples_; ++n) {
      const double logit = static_cast<double>(logits[n]);
      sum.loss += factor * softplus(sign * logit);
      sum.probability += sigmoid(logit);
      gradient[n] = static_cast<float>(factor * sign * sigmoid(sign * logit) * run.batch.share());
    }
    return sum;
  }

  bool minimax_;
  std::size_t pixels_, repeats_, samples_;
};

}  // namespace

std::unique_ptr<LearnerObjective> make_learner_objective(const GanObjective& config, const ModelSpec& model,
                                                         std::size_t samples, std::size_t) {
  return std::make_unique<GanLearner>(config, model, samples);
}

}  // namespace latentwalk
