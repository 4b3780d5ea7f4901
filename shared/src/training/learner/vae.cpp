// The VAE of Kingma & Welling (2014) with a weight on the divergence; conditional (Sohn et al., 2015) if the model has
// classes.
#include <cmath>

#include "latentwalk/parallel.hpp"
#include "training/backward/elementwise.hpp"
#include "training/learner/objective.hpp"

namespace latentwalk {
namespace {

class VaeLearner final : public LearnerObjective {
 public:
  VaeLearner(const VaeObjective& config, const ModelSpec& model, std::size_t samples, std::size_t shards)
      : kl_weight_(config.kl_weight),
        dim_(latent_dim(model)),
        pixels_(model.image_width * model.image_height),
        samples_(samples),
        targets_(shards * samples * pixels_),
        noise_(shards * samples * dim_),
        parts_(shards) {}

  const std::vector<LearnerPhase>& phases() const override {
    static const std::vector<LearnerPhase> phases{
        {{"encoder", "decoder"}, {"encoder", "decoder"}, {"loss", "reconstruction", "kl"}}};
    return phases;
  }

  std::size_t groups(const std::string&, std::size_t shards) const override { return shards; }

  void run(std::size_t, const ShardedBatch& batch, std::size_t first, std::size_t last, std::size_t threads,
           TrainableNetworks& networks, const PhaseOutput& to) override {
    TrainableNetwork &encoder = networks.at("encoder"), &decoder = networks.at("decoder");
    const auto each = [&](auto task) {
      const auto shifted = [&](std::size_t i) { task(first + i); };
      parallel_for(last - first, threads, std::ref(shifted));
    };
    each([&](std::size_t shard) { take_in(batch, shard, encoder.input(shard), encoder.input_size()); });
    encoder.forward(first, last, threads);
    each([&](std::size_t shard) { draw(batch, shard, encoder.output(shard), decoder); });
    decoder.forward(first, last, threads);
    each([&](std::size_t shard) {
      parts_[shard].reconstruction =
          kernels::cross_entropy(decoder.output(shard), target(shard), samples_ * pixels_,
                                 static_cast<float>(batch.share()), decoder.output_gradient(shard));
    });
    decoder.backward(first, last, threads, to.gradients.at("decoder"), true);
    each([&](std::size_t shard) {
      add_divergence(shard, batch.share(), encoder.output(shard), decoder.input_gradient(shard), decoder.input_size(),
                     encoder.output_gradient(shard));
    });
    encoder.backward(first, last, threads, to.gradients.at("encoder"), false);
    for (std::size_t shard = first; shard < last; ++shard) {
      float* tail = to.tail(shard);
      for (const TrainableNetwork* network : {&encoder, &decoder}) {
        network->batch_statistics(shard, tail);
        tail += network->statistics_size();
      }
      const double reconstruction = parts_[shard].reconstruction * batch.share();
      const double kl = parts_[shard].kl * batch.share();
      tail[0] = static_cast<float>(reconstruction + kl_weight_ * kl);
      tail[1] = static_cast<float>(reconstruction);
      tail[2] = static_cast<float>(kl);
    }
  }

 private:
  struct Parts {
    double reconstruction = 0, kl = 0;  // sums over a shard
  };

  float* target(std::size_t shard) { return targets_.data() + shard * samples_ * pixels_; }
  float* noise(std::size_t shard) { return noise_.data() + shard * samples_ * dim_; }

  void take_in(const ShardedBatch& batch, std::size_t shard, float* input, std::size_t step) {
    batch.images(shard, target(shard), pixels_);
    batch.images(shard, input, step);
    batch.classes(shard, input + pixels_, step);
  }

  // z = mean + noise * exp(log_variance / 2)
  void draw(const ShardedBatch& batch, std::size_t shard, const float* codes, TrainableNetwork& decoder) {
    Rng rng = batch.noise(shard);
    float* const noise = this->noise(shard);
    float* z = decoder.input(shard);
    for (std::size_t n = 0; n < samples_; ++n, codes += 2 * dim_, z += decoder.input_size())
      for (std::size_t i = 0; i < dim_; ++i) {
        const float drawn = static_cast<float>(rng.normal());
        noise[n * dim_ + i] = drawn;
        z[i] = codes[i] + drawn * std::exp(0.5F * codes[dim_ + i]);
      }
    batch.classes(shard, decoder.input(shard) + dim_, decoder.input_size());
  }

  void add_divergence(std::size_t shard, double share, const float* codes, const float* z_gradient, std::size_t z_step,
                      float* gradient) {
    const float factor = static_cast<float>(kl_weight_ * share);
    const float* drawn = noise(shard);
    double kl = 0;
    for (std::size_t n = 0; n < samples_; ++n, codes += 2 * dim_, gradient += 2 * dim_, z_gradient += z_step)
      for (std::size_t i = 0; i < dim_; ++i) {
        const float mean = codes[i], log_variance = codes[dim_ + i], spread = std::exp(0.5F * log_variance);
        const float variance = spread * spread;
        kl += 0.5 * (static_cast<double>(variance) + static_cast<double>(mean) * mean - 1.0 -
                     static_cast<double>(log_variance));
        gradient[i] = z_gradient[i] + factor * mean;
        gradient[dim_ + i] = 0.5F * (z_gradient[i] * *drawn++ * spread + factor * (variance - 1.0F));
      }
    parts_[shard].kl = kl;
  }

  double kl_weight_;
  std::size_t dim_, pixels_, samples_;
  kernels::FloatBuffer targets_, noise_;
  std::vector<Parts> parts_;
};

}  // namespace

std::unique_ptr<LearnerObjective> make_learner_objective(const VaeObjective& config, const ModelSpec& model,
                                                         std::size_t samples, std::size_t shards) {
  return std::make_unique<VaeLearner>(config, model, samples, shards);
}

}  // namespace latentwalk
