#include "viewer/panels/test_digit_map.hpp"

#include <algorithm>
#include <string>

#include "latentwalk/plane.hpp"
#include "viewer/core/jobs.hpp"

namespace latentwalk::viewer {

void TestDigitMap::prepare(Session& session, const std::shared_ptr<const Model>& model) {
  const auto dim = static_cast<unsigned>(latent_dim(model->spec()));
  Scene& document = session.document;
  document.across = std::min(document.across, dim - 1);
  document.up = std::min(document.up, dim - 1);
  if (document.up == document.across) document.up = (document.across + 1) % dim;
  const bool fits = session.digits.fit(model->spec());
  if (fits && encoded_for_ != model) {
    encoded_for_ = model;
    session.worker.submit(
        "codes", encode_job(model, *session.digits.map_pictures(), session.digits.map_labels(model->spec()), false));
  }
  const auto answer = fits ? session.worker.answer("codes") : nullptr;
  encoded = answer != nullptr && answer->finished && answer->error.empty() && answer->model == model ? answer : nullptr;
  waits = fits && encoded == nullptr && session.worker.busy("codes");
  if (encoded != nullptr && principal_for_ != encoded) {
    principal_for_ = encoded;
    principal_ = map_plane(encoded->codes.mean);
  }
  const bool projected = encoded != nullptr && spans_codes(model->spec(), true, document);
  plane = projected ? principal_ : map_plane(*model, document);
  Tensor through = zeros({0});
  if (!document.through.empty())
    through = latents_of(*model, document.through, prior_of(document, *model));
  else if (encoded != nullptr && document.test && *document.test < encoded->codes.mean.shape(0))
    through = rows_of(encoded->codes.mean, *document.test, 1);
  own.reset();
  if (through.size() > 0) {
    plane.corners = plane_through(plane.corners, through);
    const Tensor place = places_on_plane(plane.corners, through);
    own = {place(0, 0), place(0, 1)};
  }
  if (encoded != nullptr) places_ = places_on_plane(plane.corners, encoded->codes.mean);
}

void TestDigitMap::show(Session& session, Ui& ui, ImVec2 from, ImVec2 to) const {
  const Digits* digits = session.digits.map();
  if (encoded == nullptr || digits == nullptr) {
    std::string text = session.worker.busy("codes") ? "Encoding the test digits \u2026" : "";
    if (digits == nullptr) {
      text = session.digits.missing();
    } else if (text.empty()) {
      text = "The test digits at hand do not fit this model.";
    }
    if (!text.empty()) ui.centred_text(from, {to.x, from.y + ui.px(48)}, text, ui.theme.font.small, ui.colour().text);
    return;
  }
  ImFont* font = ui.theme.font.small;
  const float size = font->FontSize * ImGui::GetIO().FontGlobalScale * 0.86F;
  const MapPart shown = shown_part(plane, session.document);
  const std::string& classes = session.document.classes;
  ui.draw()->PushClipRect(from, to, true);
  for (std::size_t n = 0; n < places_.shape(0); ++n) {
    if (classes.find(static_cast<char>('0' + digits->labels[n])) == std::string::npos) continue;
    const auto share = [&](std::size_t axis, double low) {
      return static_cast<float>((static_cast<double>(places_(n, axis)) - low) / shown.side);
    };
    const float px = from.x + share(0, shown.left) * (to.x - from.x),
                py = to.y - share(1, shown.bottom) * (to.y - from.y);
    const std::string figure = std::to_string(digits->labels[n]);
    ui.draw()->AddText(font, size, {px - size * 0.3F, py - size * 0.5F}, faded(ui.colour().ink, 0.9F), figure.c_str());
  }
  ui.draw()->PopClipRect();
}

}  // namespace latentwalk::viewer
