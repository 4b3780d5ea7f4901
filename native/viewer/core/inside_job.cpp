// What a model computes for one digit, layer by layer.

#include <utility>

#include "viewer/core/jobs.hpp"

namespace latentwalk::viewer {
namespace {

class InsideJob : public Job {
 public:
  InsideJob(std::shared_ptr<const Model> model, Tensor latent, Tensor image, std::vector<std::int32_t> label,
            unsigned noise)
      : model_(std::move(model)),
        latent_(std::move(latent)),
        image_(std::move(image)),
        label_(std::move(label)),
        noise_(noise) {}

  bool step() override {
    inside_ = std::make_shared<const Inside>(image_.size() > 0 ? inside_image(*model_, image_, label_, noise_)
                                                               : inside_latent(*model_, latent_, label_, noise_));
    return true;
  }
  Answer answer() const override {
    Answer answer;
    answer.inside = inside_;
    answer.images = inside_->drawn;
    answer.latents = inside_->latent;
    answer.codes = inside_->codes;
    answer.labels = label_;
    answer.model = model_;
    answer.ready = 1;
    return answer;
  }

 private:
  std::shared_ptr<const Model> model_;
  Tensor latent_, image_;
  std::vector<std::int32_t> label_;
  unsigned noise_;
  std::shared_ptr<const Inside> inside_;
};

}  // namespace

std::unique_ptr<Job> inside_job(std::shared_ptr<const Model> model, Tensor latent, Tensor image,
                                std::vector<std::int32_t> label, unsigned noise) {
  return std::make_unique<InsideJob>(std::move(model), std::move(latent), std::move(image), std::move(label), noise);
}

}  // namespace latentwalk::viewer
