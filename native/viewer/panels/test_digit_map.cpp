#include "viewer/panels/test_digit_map.hpp"

#include <algorithm>
#include <string>

#include "viewer/core/jobs.hpp"

namespace latentwalk::viewer {

void TestDigitMap::prepare(Session& session, const std::shared_ptr<const Model>& model) {
  const std::size_t dim = latent_dim(model->spec());
  Plane& plane = session.document.plane;
  plane.axis_x = std::min(plane.axis_x, static_cast<int>(dim) - 1);
  plane.axis_y = std::min(plane.axis_y, static_cast<int>(dim) - 1);
  const bool fits = session.digits.fit(model->spec());
  if (fits && encoded_for_ != model) {
    encoded_for_ = model;
    session.worker.submit(
        "map", encode_job(model, *session.digits.map_pictures(), session.digits.map_labels(model->spec()), false));
  }
  const auto answer = fits ? session.worker.answer("map") : nullptr;
  encoded = answer != nullptr && answer->finished && answer->error.empty() && answer->model == model ? answer : nullptr;
  if (!plane.projection || encoded == nullptr) {
    projection = coordinate_plane(dim, static_cast<std::size_t>(plane.axis_x), static_cast<std::size_t>(plane.axis_y));
    low = {-3, -3};
    high = {3, 3};
    return;
  }
  if (principal_for_ != encoded) {
    principal_for_ = encoded;
    principal_ = principal_plane(encoded->codes.mean);
  }
  projection = principal_;
  low = {-3.5, -3.5};
  high = {3.5, 3.5};
}

void TestDigitMap::show(Session& session, Ui& ui, ImVec2 from, ImVec2 to) const {
  const Digits* digits = session.digits.map();
  if (encoded == nullptr || digits == nullptr) {
    std::string text = session.worker.busy("map") ? "Encoding the test digits \u2026" : "";
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
  const std::size_t dim = encoded->codes.mean.shape(1), count = encoded->codes.mean.shape(0);
  ui.draw()->PushClipRect(from, to, true);
  for (std::size_t n = 0; n < count; ++n) {
    const auto [x, y] = projection.place(encoded->codes.mean.data() + n * dim);
    const float px = from.x + static_cast<float>((x - low.x) / (high.x - low.x)) * (to.x - from.x);
    const float py = from.y + static_cast<float>((y - low.y) / (high.y - low.y)) * (to.y - from.y);
    const std::string figure = std::to_string(digits->labels[n]);
    ui.draw()->AddText(font, size, {px - size * 0.3F, py - size * 0.5F}, faded(ui.colour().ink, 0.9F), figure.c_str());
  }
  ui.draw()->PopClipRect();
}

}  // namespace latentwalk::viewer
