#include "viewer/panels/encoded_digit.hpp"

#include <algorithm>
#include <cmath>

#include "latentwalk/latent.hpp"
#include "viewer/core/jobs.hpp"
#include "viewer/core/words.hpp"

namespace latentwalk::viewer {
namespace {

constexpr std::size_t kEight = 8;

/// A title of up to three lines, which is no wider than what stands below it; where that begins.
float title(Ui& ui, const char* words, ImVec2 from, float width) {
  ImFont* font = ui.theme.font.small;
  const float size = font->FontSize * ImGui::GetIO().FontGlobalScale;
  float y = from.y;
  for (const std::string& line : ui.lines_of(words, font, width, 3)) {
    ui.draw()->AddText(font, size, {from.x, y}, ui.colour().muted, line.c_str());
    y += size + ui.px(2);
  }
  return y + ui.px(8);
}

/// Up to eight digits in two rows under a title.
template <class PictureOf>
void two_rows(Ui& ui, const char* words, const std::string& name, std::size_t count, ImVec2 from, ImVec2 to,
              const PictureOf& picture_of) {
  const float top = title(ui, words, from, to.x - from.x);
  const float gap = ui.px(8), width = std::floor((to.x - from.x - 3 * gap) / 4);
  const float side = std::min(width, std::max(std::floor((to.y - top - gap) / 2), 1.0F));
  for (std::size_t i = 0; i < count; ++i) {
    const ImVec2 at{std::floor(from.x + static_cast<float>(i % 4) * (width + gap)),
                    std::floor(top + static_cast<float>(i / 4) * (side + gap))};
    ui.digit(picture_of(i), at, {at.x + side, at.y + side});
    ui.mark(name + " " + std::to_string(i), at, {at.x + side, at.y + side});
  }
}

}  // namespace

Tensor near_code(const ModelSpec& spec, const Tensor& code) {
  Tensor near = sample_latents(spec, 1, kEight);
  for (std::size_t i = 0; i < near.size(); ++i) near.data()[i] = code.data()[i % code.size()] + 0.5F * near.data()[i];
  return near;
}

void DigitsNearCode::show(Session& session, Ui& ui, const std::shared_ptr<const Model>& model, const Answer& answer,
                          const std::vector<std::int32_t>& label, ImVec2 from, ImVec2 to) {
  if (to.y - from.y < ui.px(72)) return;
  if (near_for_ != answer.ticket) {
    near_for_ = answer.ticket;
    near_ = near_code(model->spec(), answer.latents);
  }
  const auto shown = session.renderer.show(
      "near", model, near_, label.empty() ? label : std::vector<std::int32_t>(near_.shape(0), label.front()));
  two_rows(ui, kNearCode, "near", kEight, from, to, [&](std::size_t i) { return ui.pictures.small("near", shown, i); });
}

void code_chart(Ui& ui, const Answer& answer, ImVec2 from, ImVec2 to) {
  const std::size_t dim = answer.codes.mean.size();
  const float middle = std::floor((from.y + to.y) / 2) + 0.5F, unit = (to.y - from.y) / 7;
  ui.draw()->AddLine({from.x, middle}, {to.x, middle}, ui.colour().line, 1);
  for (std::size_t i = 0; i < dim; ++i) {
    const float x = from.x + (static_cast<float>(i) + 0.5F) / static_cast<float>(dim) * (to.x - from.x);
    const float mean = std::clamp(answer.codes.mean.data()[i], -3.4F, 3.4F);
    const float spread = std::min(std::exp(0.5F * answer.codes.log_variance.data()[i]), 3.4F);
    ui.draw()->AddLine({x, middle - (mean + spread) * unit}, {x, middle - (mean - spread) * unit},
                       faded(ui.colour().muted, 0.7F), ui.px(dim > 40 ? 1 : 2));
    ui.draw()->AddCircleFilled({x, middle - mean * unit}, ui.px(dim > 40 ? 2 : 3.5F), ui.colour().accent);
  }
  ui.mark("codes", from, to);
}

void show_codes(Ui& ui, const Answer& answer, ImVec2 from, ImVec2 to) {
  if (to.y - from.y < ui.px(72)) return;
  const float top = title(ui, "Its numbers: mean and spread", from, to.x - from.x);
  code_chart(ui, answer, {from.x, std::min(top, to.y - ui.px(8))}, to);
}

void NearestDigits::show(Session& session, Ui& ui, const std::shared_ptr<const Model>& model, const Answer& answer,
                         ImVec2 from, ImVec2 to) {
  if (!session.digits.fit(model->spec()) || to.y - from.y < ui.px(72)) return;
  if (encoded_for_ != model) {
    encoded_for_ = model;
    session.worker.submit(
        "draw map", encode_job(model, *session.digits.map_pictures(), session.digits.map_labels(model->spec()), false));
  }
  const auto all = session.worker.answer("draw map");
  if (all == nullptr || !all->finished || all->model != model || !all->error.empty()) return;
  if (nearest_for_ != answer.ticket) {
    nearest_for_ = answer.ticket;
    const std::size_t dim = answer.latents.size(), count = all->codes.mean.shape(0);
    std::vector<std::pair<double, std::size_t>> order(count);
    for (std::size_t n = 0; n < count; ++n) {
      double sum = 0;
      for (std::size_t i = 0; i < dim; ++i) {
        const double difference = all->codes.mean.data()[n * dim + i] - answer.latents.data()[i];
        sum += difference * difference;
      }
      order[n] = {sum, n};
    }
    const std::size_t keep = std::min<std::size_t>(kEight, count);
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(keep), order.end());
    nearest_.clear();
    for (std::size_t i = 0; i < keep; ++i) nearest_.push_back(order[i].second);
  }
  two_rows(ui, "Nearest test digits in latent space", "neighbour", nearest_.size(), from, to,
           [&](std::size_t i) { return ui.pictures.small("test digits", session.digits.map_pictures(), nearest_[i]); });
}

}  // namespace latentwalk::viewer
