#include "viewer/core/jobs.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "latentwalk/latent.hpp"
#include "support/digits.hpp"
#include "support/tensor_file.hpp"

namespace latentwalk::viewer {
namespace {

/// Some rows at a time, as many as a step's time allows: the batch grows while batches are quick.
class Batches {
 public:
  explicit Batches(std::size_t count) : count_(count) {}

  template <class Work>  // work(first, size)
  bool step(Work work) {
    const Job::Clock::time_point start = Job::Clock::now();
    while (done_ < count_) {
      const std::size_t size = std::min(batch_, count_ - done_);
      const double before = Job::milliseconds_since(start);
      work(done_, size);
      done_ += size;
      const double after = Job::milliseconds_since(start);
      milliseconds_ += after - before;
      if (after - before < Job::kStepMilliseconds / 4) batch_ = std::min<std::size_t>(2 * batch_, 64);
      if (after >= Job::kStepMilliseconds) break;
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
  DecodeJob(std::shared_ptr<const Model> model, Tensor latents, std::vector<std::int32_t> labels, Tensor class_weights)
      : model_(std::move(model)),
        latents_(std::move(latents)),
        labels_(std::move(labels)),
        class_weights_(std::move(class_weights)),
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
      const Tensor some = rows_of(latents_, first, size);
      put_rows(images_, first,
               class_weights_.size() > 0 ? model_->decode_blend(some, rows_of(class_weights_, first, size))
                                         : model_->decode(some, part(labels_, first, size)));
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
  Tensor class_weights_;
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

class LoadJob : public Job {
 public:
  LoadJob(std::filesystem::path path, std::shared_ptr<const std::vector<std::uint8_t>> bytes)
      : path_(std::move(path)), bytes_(std::move(bytes)) {}
  bool step() override {
    model_ = std::make_shared<const Model>(bytes_ != nullptr ? Model::parse(*bytes_, path_.string())
                                                             : Model::parse(read_tensor_file(path_), path_.string()));
    return true;
  }
  Answer answer() const override {
    Answer answer;
    answer.model = model_;
    return answer;
  }

 private:
  std::filesystem::path path_;
  std::shared_ptr<const std::vector<std::uint8_t>> bytes_;
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

std::unique_ptr<Job> decode_job(std::shared_ptr<const Model> model, Tensor latents, std::vector<std::int32_t> labels,
                                Tensor class_weights) {
  return std::make_unique<DecodeJob>(std::move(model), std::move(latents), std::move(labels), std::move(class_weights));
}

std::unique_ptr<Job> encode_job(std::shared_ptr<const Model> model, Tensor images, std::vector<std::int32_t> labels,
                                bool reconstruct) {
  return std::make_unique<EncodeJob>(std::move(model), std::move(images), std::move(labels), reconstruct);
}

std::unique_ptr<Job> load_job(std::filesystem::path path, std::shared_ptr<const std::vector<std::uint8_t>> bytes) {
  return std::make_unique<LoadJob>(std::move(path), std::move(bytes));
}

std::unique_ptr<Job> timing_job(std::shared_ptr<const Model> model) {
  return std::make_unique<TimingJob>(std::move(model));
}

}  // namespace latentwalk::viewer
