#include "viewer/core/renderer.hpp"

#include <algorithm>

#include "viewer/core/jobs.hpp"

namespace latentwalk::viewer {

std::shared_ptr<const Answer> Renderer::show(const std::string& slot, const std::shared_ptr<const Model>& model,
                                             const Tensor& latents, const std::vector<std::int32_t>& labels,
                                             RenderWorker::Urgency urgency) {
  Shown& shown = shown_[slot];
  if (shown.model != model || shown.labels != labels || shape_of(shown.latents) != shape_of(latents) ||
      !std::equal(latents.begin(), latents.end(), shown.latents.begin())) {
    shown = {model, latents, labels};
    worker_.submit(slot, decode_job(model, latents, labels), urgency);
  }
  return worker_.answer(slot);
}

std::shared_ptr<const Answer> Renderer::show(const std::string& slot, const std::shared_ptr<const Model>& model,
                                             const std::vector<Station>& stations, RenderWorker::Urgency urgency) {
  return show(slot, model, latents(model, stations), labels_of(model->spec(), stations), urgency);
}

Tensor Renderer::latents(const std::shared_ptr<const Model>& model, const std::vector<Station>& stations) {
  for (const Known& known : known_)
    if (known.model == model && known.stations == stations) return known.latents;
  Known& known = known_[next_known_++ % known_.size()];
  known = {model, stations, latents_of(model->spec(), stations)};
  return known.latents;
}

}  // namespace latentwalk::viewer
