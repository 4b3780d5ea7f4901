// What a training suffers from.
#include <algorithm>
#include <cmath>

#include "latentwalk/latent.hpp"
#include "latentwalk/learner.hpp"

namespace latentwalk {
namespace {

constexpr std::int64_t kFirstStep = 100;  // before it, every network draws nearly the same for all latents
constexpr std::size_t kSamples = 32;
constexpr double kLeastKl = 1.0;  // nats of a whole code; trainings that go well have 6 to 30
constexpr double kLeastSpread =
    0.05;  // of a pixel; that of real digits is 0.19, of trainings that go well 0.08 to 0.18
constexpr double kSure = 0.99;

double loss(const Learner& learner, std::string_view name) {
  for (const LossTerm& term : learner.losses())
    if (term.name == name) return term.value;
  return std::nan("");
}

/// The mean over the pixels of their standard deviation over samples.
double sample_spread(const Learner& learner) {
  const ModelSpec& model = learner.config().model;
  const Tensor images = learner.sample(sample_latents(model, 1, kSamples),
                                       std::vector<std::int32_t>(model.class_count > 0 ? kSamples : 0));
  const std::size_t pixels = model.image_width * model.image_height;
  double spread = 0;
  for (std::size_t i = 0; i < pixels; ++i) {
    double sum = 0, squares = 0;
    for (std::size_t n = 0; n < kSamples; ++n) {
      const double value = static_cast<double>(images.data()[n * pixels + i]);
      sum += value;
      squares += value * value;
    }
    const double mean = sum / kSamples;
    spread += std::sqrt(std::max(0.0, squares / kSamples - mean * mean));
  }
  return spread / static_cast<double>(pixels);
}

}  // namespace

Trouble learner_trouble(const Learner& learner) {
  if (learner.steps_done() < kFirstStep) return Trouble::none;
  if (learner.config().model.family == Family::vae)
    return loss(learner, "kl") < kLeastKl ? Trouble::posterior_collapse : Trouble::none;
  if (sample_spread(learner) < kLeastSpread) return Trouble::mode_collapse;
  return loss(learner, "d_real") > kSure && loss(learner, "d_fake") < 1.0 - kSure ? Trouble::discriminator_wins
                                                                                  : Trouble::none;
}

}  // namespace latentwalk
