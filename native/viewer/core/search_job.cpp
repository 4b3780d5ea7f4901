// The search for the latent whose picture is nearest to a drawing.

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/rng.hpp"
#include "viewer/core/jobs.hpp"

namespace latentwalk::viewer {
namespace {

/// Random draws, then an evolution of the best one. A step turns the vector by a small angle and keeps its length
/// about that of the prior (z' = cos z + sin noise), so that it stays where the model was trained.
class SearchJob : public Job {
 public:
  SearchJob(std::shared_ptr<const Model> model, Tensor target, std::uint64_t seed)
      : model_(std::move(model)), target_(std::move(target)), rng_(seed) {
    const ModelSpec& spec = model_->spec();
    if (target_.size() != spec.image_height * spec.image_width)
      fail("search: the picture has ", target_.size(), " pixels, the model ", spec.name, " makes ", spec.image_width,
           " x ", spec.image_height);
    draws_ = sample_latents(spec, seed, kDraws);
    best_latent_ = zeros({1, latent_dim(spec)});
    best_image_ = zeros({1, spec.image_height, spec.image_width});
  }

  bool step() override {
    const Clock::time_point start = Clock::now();
    do {
      const std::size_t size = kBatch;
      Tensor candidates = round_ < kDraws / kBatch ? rows_of(draws_, round_ * kBatch, size) : neighbours(size);
      judge(candidates);
      ++round_;
    } while (round_ < kRounds && milliseconds_since(start) < kStepMilliseconds);
    return round_ >= kRounds;
  }

  Answer answer() const override {
    Answer answer;
    answer.progress = static_cast<double>(round_) / kRounds;
    answer.images = best_image_;
    answer.ready = 1;
    answer.latents = best_latent_;
    if (model_->spec().class_count > 0) answer.labels = {best_label_};
    answer.model = model_;
    return answer;
  }

 private:
  static constexpr std::size_t kDraws = 512, kBatch = 8, kRounds = kDraws / kBatch + 120;

  Tensor neighbours(std::size_t size) {
    const double rest = static_cast<double>(kRounds - round_) / static_cast<double>(kRounds - kDraws / kBatch);
    const double angle = 0.05 + 0.6 * rest;
    Tensor candidates = zeros({size, best_latent_.shape(1)});
    float* out = candidates.data();
    for (std::size_t n = 0; n < size; ++n) {
      std::size_t at = 0;
      for (const LatentBlock& block : model_->spec().latent) {
        // Now and then another class; a one-hot block has no small steps.
        const bool redraw = block.prior == LatentBlock::Prior::categorical && rng_.uniform() < 0.1;
        const std::size_t chosen = redraw ? rng_.below(block.dim) : 0;
        for (std::size_t i = 0; i < block.dim; ++i, ++at) {
          const double value = best_latent_.data()[at];
          double moved = value;
          if (block.prior == LatentBlock::Prior::normal) {
            moved = std::cos(angle) * value + std::sin(angle) * rng_.normal();
          } else if (block.prior == LatentBlock::Prior::uniform) {
            moved = std::clamp(value + angle * (block.high - block.low) / 2 * rng_.normal(), block.low, block.high);
          } else if (redraw) {
            moved = i == chosen ? 1.0 : 0.0;
          }
          *out++ = static_cast<float>(moved);
        }
      }
    }
    return candidates;
  }

  void judge(const Tensor& candidates) {
    const std::size_t classes = model_->spec().class_count, size = candidates.shape(0), pixels = target_.size();
    std::vector<std::int32_t> labels;
    for (std::size_t n = 0; n < size && classes > 0; ++n) {
      const bool explore = round_ < kDraws / kBatch;
      labels.push_back(explore ? static_cast<std::int32_t>((round_ * size + n) % classes) : best_label_);
    }
    const Tensor images = model_->decode(candidates, labels);
    for (std::size_t n = 0; n < size; ++n) {
      double error = 0;
      for (std::size_t i = 0; i < pixels; ++i) {
        const double difference = images.data()[n * pixels + i] - target_.data()[i];
        error += difference * difference;
      }
      if (error >= best_error_) continue;
      best_error_ = error;
      best_latent_ = rows_of(candidates, n, 1);
      best_image_ = rows_of(images, n, 1);
      if (classes > 0) best_label_ = labels[n];
    }
  }

  std::shared_ptr<const Model> model_;
  Tensor target_, draws_, best_latent_, best_image_;
  Rng rng_;
  std::size_t round_ = 0;
  double best_error_ = std::numeric_limits<double>::infinity();
  std::int32_t best_label_ = 0;
};

}  // namespace

std::unique_ptr<Job> search_job(std::shared_ptr<const Model> model, Tensor target, std::uint64_t seed) {
  return std::make_unique<SearchJob>(std::move(model), std::move(target), seed);
}

}  // namespace latentwalk::viewer
