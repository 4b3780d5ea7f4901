// The search for the latent whose picture is nearest to a drawing.

#include <algorithm>
#include <utility>

#include "latentwalk/search.hpp"
#include "viewer/core/jobs.hpp"

namespace latentwalk::viewer {
namespace {

class SearchJob : public Job {
 public:
  SearchJob(std::shared_ptr<const Model> model, Tensor target, std::int32_t label)
      : model_(std::move(model)), target_(std::move(target)), label_(label), search_(model_->spec(), 1) {}

  bool step() override {
    const Clock::time_point start = Clock::now();
    do {
      const Tensor& latents = search_.ask();
      const Tensor images = model_->decode(latents, labels(latents.shape(0)));
      const std::vector<double> costs = picture_distances(images, target_);
      const auto best = std::min_element(costs.begin(), costs.end());
      if (*best < search_.best_cost()) image_ = rows_of(images, static_cast<std::size_t>(best - costs.begin()), 1);
      search_.tell(costs);
    } while (!search_.done() && milliseconds_since(start) < kStepMilliseconds);
    return search_.done();
  }

  Answer answer() const override {
    Answer answer;
    answer.progress = search_.progress();
    answer.images = image_;
    answer.ready = 1;
    answer.latents = search_.best();
    answer.latents.reshape({std::size_t{1}, answer.latents.size()});
    answer.labels = labels(1);
    answer.model = model_;
    return answer;
  }

 private:
  std::vector<std::int32_t> labels(std::size_t count) const {
    return std::vector<std::int32_t>(model_->spec().class_count > 0 ? count : 0, label_);
  }

  std::shared_ptr<const Model> model_;
  Tensor target_, image_;
  std::int32_t label_;
  LatentSearch search_;
};

}  // namespace

std::unique_ptr<Job> search_job(std::shared_ptr<const Model> model, Tensor target, std::int32_t label) {
  return std::make_unique<SearchJob>(std::move(model), std::move(target), label);
}

}  // namespace latentwalk::viewer
