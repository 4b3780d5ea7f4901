#include "viewer/core/jobs.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"
#include "latentwalk/rng.hpp"
#include "support/digits.hpp"
#include "support/tensor_file.hpp"

namespace latentwalk::viewer {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kStepMilliseconds = 8.0;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// Some rows at a time, as many as a step's time allows: the batch grows while batches are quick.
class Batches {
 public:
  explicit Batches(std::size_t count) : count_(count) {}

  template <class Work>  // work(first, size)
  bool step(Work work) {
    const Clock::time_point start = Clock::now();
    while (done_ < count_) {
      const std::size_t size = std::min(batch_, count_ - done_);
      const double before = milliseconds_since(start);
      work(done_, size);
      done_ += size;
      const double after = milliseconds_since(start);
      milliseconds_ += after - before;
      if (after - before < kStepMilliseconds / 4) batch_ = std::min<std::size_t>(2 * batch_, 64);
      if (after >= kStepMilliseconds) break;
    }
    return done_ >= count_;
  }

  std::size_t done() const { return done_; }
  double progress() const { return count_ > 0 ? static_cast<double>(done_) / static_cast<double>(count_) : 1.0; }
  double milliseconds_each() const { return done_ > 0 ? milliseconds_ / static_cast<double>(done_) : 0.0; }

 private:
  std::size_t count_, done_ = 0, batch_ = 1;
  double milliseconds_ = 0.0;
};

std::span<const std::int32_t> part(const std::vector<std::int32_t>& labels, std::size_t first, std::size_t size) {
  return labels.empty() ? std::span<const std::int32_t>() : std::span(labels).subspan(first, size);
}

void put_rows(Tensor& into, std::size_t first, const Tensor& rows) {
  const std::size_t row = into.size() / into.shape(0);
  std::copy_n(rows.data(), rows.size(), into.data() + first * row);
}

class DecodeJob : public Job {
 public:
  DecodeJob(std::shared_ptr<const Model> model, Tensor latents, std::vector<std::int32_t> labels)
      : model_(std::move(model)),
        latents_(std::move(latents)),
        labels_(std::move(labels)),
        batches_(latents_.shape(0)),
        images_(zeros({latents_.shape(0), model_->spec().image_height, model_->spec().image_width})) {}

  void begin(const Answer* before) override {
    if (before == nullptr || before->images.dimension() != 3 || before->images.shape(1) != images_.shape(1) ||
        before->images.shape(2) != images_.shape(2))
      return;
    const std::size_t rows = std::min(before->images.shape(0), images_.shape(0));
    std::copy_n(before->images.data(), rows * images_.shape(1) * images_.shape(2), images_.data());
  }

  bool step() override {
    return batches_.step([this](std::size_t first, std::size_t size) {
      put_rows(images_, first, model_->decode(rows_of(latents_, first, size), part(labels_, first, size)));
    });
  }

  Answer answer() const override {
    Answer answer;
    answer.progress = batches_.progress();
    answer.images = images_;
    answer.ready = batches_.done();
    answer.latents = latents_;
    answer.labels = labels_;
    answer.model = model_;
    answer.milliseconds = batches_.milliseconds_each();
    return answer;
  }

 private:
  std::shared_ptr<const Model> model_;
  Tensor latents_;
  std::vector<std::int32_t> labels_;
  Batches batches_;
  Tensor images_;
};

class EncodeJob : public Job {
 public:
  EncodeJob(std::shared_ptr<const Model> model, Tensor images, std::vector<std::int32_t> labels, bool reconstruct)
      : model_(std::move(model)),
        images_(std::move(images)),
        labels_(std::move(labels)),
        reconstruct_(reconstruct),
        batches_(images_.shape(0)) {
    const std::size_t dim = latent_dim(model_->spec());
    codes_ = {zeros({images_.shape(0), dim}), zeros({images_.shape(0), dim})};
    if (reconstruct_) reconstructed_ = zeros(shape_of(images_));
  }

  bool step() override {
    return batches_.step([this](std::size_t first, std::size_t size) {
      const std::span<const std::int32_t> labels = part(labels_, first, size);
      const Codes codes = model_->encode(rows_of(images_, first, size), labels);
      put_rows(codes_.mean, first, codes.mean);
      put_rows(codes_.log_variance, first, codes.log_variance);
      if (reconstruct_) put_rows(reconstructed_, first, model_->decode(codes.mean, labels));
    });
  }

  Answer answer() const override {
    Answer answer;
    answer.progress = batches_.progress();
    answer.images = reconstructed_;
    answer.ready = batches_.done();
    answer.latents = codes_.mean;
    answer.codes = codes_;
    answer.model = model_;
    return answer;
  }

 private:
  std::shared_ptr<const Model> model_;
  Tensor images_;
  std::vector<std::int32_t> labels_;
  bool reconstruct_;
  Batches batches_;
  Codes codes_;
  Tensor reconstructed_;
};

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

class LoadJob : public Job {
 public:
  explicit LoadJob(std::filesystem::path path) : path_(std::move(path)) {}
  bool step() override {
    model_ = std::make_shared<const Model>(Model::parse(read_tensor_file(path_), path_.string()));
    return true;
  }
  Answer answer() const override {
    Answer answer;
    answer.model = model_;
    return answer;
  }

 private:
  std::filesystem::path path_;
  std::shared_ptr<const Model> model_;
};

class TimingJob : public Job {
 public:
  explicit TimingJob(std::shared_ptr<const Model> model)
      : model_(std::move(model)), latent_(sample_latents(model_->spec(), 1, 1)) {
    if (model_->spec().class_count > 0) labels_.push_back(0);
  }
  bool step() override {
    const Clock::time_point start = Clock::now();
    do {
      const Clock::time_point one = Clock::now();
      model_->decode(latent_, labels_);
      times_.push_back(milliseconds_since(one));
    } while (milliseconds_since(start) < kStepMilliseconds);
    spent_ += milliseconds_since(start);
    return spent_ >= kTotalMilliseconds;
  }
  Answer answer() const override {
    Answer answer;
    answer.progress = std::min(1.0, spent_ / kTotalMilliseconds);
    answer.model = model_;
    std::vector<double> sorted = times_;
    std::sort(sorted.begin(), sorted.end());
    answer.milliseconds = sorted.empty() ? 0.0 : sorted[sorted.size() / 2];
    return answer;
  }

 private:
  static constexpr double kTotalMilliseconds = 500.0;
  std::shared_ptr<const Model> model_;
  Tensor latent_;
  std::vector<std::int32_t> labels_;
  std::vector<double> times_;
  double spent_ = 0.0;
};

}  // namespace

std::unique_ptr<Job> decode_job(std::shared_ptr<const Model> model, Tensor latents, std::vector<std::int32_t> labels) {
  return std::make_unique<DecodeJob>(std::move(model), std::move(latents), std::move(labels));
}

std::unique_ptr<Job> encode_job(std::shared_ptr<const Model> model, Tensor images, std::vector<std::int32_t> labels,
                                bool reconstruct) {
  return std::make_unique<EncodeJob>(std::move(model), std::move(images), std::move(labels), reconstruct);
}

std::unique_ptr<Job> search_job(std::shared_ptr<const Model> model, Tensor target, std::uint64_t seed) {
  return std::make_unique<SearchJob>(std::move(model), std::move(target), seed);
}

std::unique_ptr<Job> load_job(std::filesystem::path path) { return std::make_unique<LoadJob>(std::move(path)); }

std::unique_ptr<Job> timing_job(std::shared_ptr<const Model> model) {
  return std::make_unique<TimingJob>(std::move(model));
}

}  // namespace latentwalk::viewer
