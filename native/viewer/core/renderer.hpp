#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "latentwalk/station.hpp"
#include "viewer/core/render_worker.hpp"

namespace latentwalk::viewer {

/// Asks the worker for pictures of latents, once for each change. Panels call it in every frame.
class Renderer {
 public:
  explicit Renderer(RenderWorker& worker) : worker_(worker) {}

  /// The slot's newest answer. Submits a request if the slot shows another model, other latents, labels or
  /// class weights.
  std::shared_ptr<const Answer> show(const std::string& slot, const std::shared_ptr<const Model>& model,
                                     const Tensor& latents, const std::vector<std::int32_t>& labels,
                                     RenderWorker::Urgency urgency = RenderWorker::Urgency::soon,
                                     const Tensor& class_weights = zeros({0}));
  std::shared_ptr<const Answer> show(const std::string& slot, const std::shared_ptr<const Model>& model,
                                     const std::vector<Station>& stations, Prior prior,
                                     RenderWorker::Urgency urgency = RenderWorker::Urgency::soon);

  /// The stations' latents, (N, latent_dim). The last results are kept, because a digit far down a seed costs as much
  /// as all digits before it.
  Tensor latents(const std::shared_ptr<const Model>& model, const std::vector<Station>& stations, Prior prior);

 private:
  struct Shown {
    std::shared_ptr<const Model> model;
    Tensor latents;
    std::vector<std::int32_t> labels;
    Tensor class_weights;
  };
  struct Known {
    std::shared_ptr<const Model> model;
    std::vector<Station> stations;
    Prior prior = Prior::standard;
    Tensor latents;
  };

  RenderWorker& worker_;
  std::map<std::string, Shown> shown_;
  std::array<Known, 16> known_;
  std::size_t next_known_ = 0;
};

}  // namespace latentwalk::viewer
