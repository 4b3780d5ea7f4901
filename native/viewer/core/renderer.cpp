#include "viewer/core/renderer.hpp"

#include <algorithm>

#include "viewer/core/jobs.hpp"

namespace latentwalk::viewer {

std::shared_ptr<const Answer> Renderer::show(const std::string& slot, const std::shared_ptr<const Model>& model,
                                             const Tensor& latents, const std::vector<std::int32_t>& labels,
                                             RenderWorker::Urgency urgency, const Tensor& class_weights) {
  const auto differ = [](const Tensor& a, const Tensor& b) {
    return shape_of(a) != shape_of(b) || !std::equal(a.begin(), a.end(), b.begin());
  };
  Shown& shown = shown_[slot];
  if (shown.model != model || shown.labels != labels || differ(shown.latents, latents) ||
      differ(shown.class_weights, class_weights)) {
    shown = {model, latents, labels, class_weights};
    worker_.submit(slot, decode_job(model, latents, labels, class_weights), urgency);
  }
  return worker_.answer(slot);
}

std::shared_ptr<const Answer> Renderer::show(const std::string& slot, const std::shared_ptr<const Model>& model,
                                             const std::vector<Station>& stations, Prior prior,
                                             RenderWorker::Urgency urgency) {
  return show(slot, model, latents(model, stations, prior), labels_of(model->spec(), stations), urgency);
}

Tensor Renderer::latents(const std::shared_ptr<const Model>& model, const std::vector<Station>& stations, Prior prior) {
  for (const Known& known : known_)
    if (known.model == model && known.stations == stations && known.prior == prior) return known.latents;
  Known& known = known_[next_known_++ % known_.size()];
  known = {model, stations, prior, latents_of(*model, stations, prior)};
  return known.latents;
}

}  // namespace latentwalk::viewer
