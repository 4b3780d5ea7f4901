#include "viewer/panels/encoded_digit.hpp"

#include <algorithm>
#include <cmath>

#include "viewer/core/jobs.hpp"

namespace latentwalk::viewer {
namespace {

constexpr std::size_t kNearest = 8;

}  // namespace

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
  ui.draw()->AddText(ui.theme.font.small, ui.theme.font.small->FontSize * ImGui::GetIO().FontGlobalScale, from,
                     ui.colour().muted, "Its numbers: mean and spread");
  code_chart(ui, answer, {from.x, from.y + ui.px(28)}, to);
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
  ui.draw()->AddText(ui.theme.font.small, ui.theme.font.small->FontSize * ImGui::GetIO().FontGlobalScale, from,
                     ui.colour().muted, "Nearest test digits in latent space");
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
    const std::size_t keep = std::min<std::size_t>(kNearest, count);
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(keep), order.end());
    nearest_.clear();
    for (std::size_t i = 0; i < keep; ++i) nearest_.push_back(order[i].second);
  }
  const float gap = ui.px(8), width = std::floor((to.x - from.x - 3 * gap) / 4);
  const float side = std::min(width, std::floor((to.y - from.y - ui.px(28) - gap) / 2));
  for (std::size_t i = 0; i < nearest_.size(); ++i) {
    const ImVec2 at{std::floor(from.x + static_cast<float>(i % 4) * (width + gap)),
                    std::floor(from.y + ui.px(28) + static_cast<float>(i / 4) * (side + gap))};
    ui.digit(ui.pictures.small("test digits", session.digits.map_pictures(), nearest_[i]), at,
             {at.x + side, at.y + side});
    ui.mark("neighbour " + std::to_string(i), at, {at.x + side, at.y + side});
  }
}

}  // namespace latentwalk::viewer
