// Arithmetic: digit A minus digit B plus digit C, in latent space.

#include <algorithm>
#include <cmath>

#include "viewer/core/words.hpp"
#include "viewer/panels/panel.hpp"
#include "viewer/panels/parts.hpp"

namespace latentwalk::viewer {
namespace {

class ArithmeticPanel : public Panel {
  static constexpr const char* kSlot = "arithmetic";
  static constexpr const char* kNames[] = {"A", "B", "C", "A \u2212 B + C"};

 public:
  const char* id() const override { return view::kArithmetic; }
  const char* title() const override { return "Arithmetic"; }

  void stage(Session& session, Ui& ui, ImVec2 size) override {
    const std::shared_ptr<const Model> model = session.models.shown();
    const ModelSpec& spec = model->spec();
    const Scene& scene = session.document;
    const Tensor latents = with_sum(session.renderer.latents(model, scene.terms, prior_of(scene, *model)), scene.usual);
    const Tensor classes = spec.class_count > 0
                               ? with_sum(class_weights(labels_of(spec, scene.terms), spec.class_count), false)
                               : zeros({0});
    const auto answer = session.renderer.show(kSlot, model, latents, {}, RenderWorker::Urgency::now, classes);
    const std::vector<Reading> readings = session.reader.read(kSlot, answer);
    const char* signs[] = {"", "\u2212", "+", "="};
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float gap = std::min(ui.px(40), size.x * 0.06F), foot = ui.px(72), width = std::floor((size.x - 3 * gap) / 4);
    for (std::size_t i = 0; i < 4; ++i) {
      const float left = corner.x + static_cast<float>(i) * (width + gap);
      ui.centred_text({left - gap, corner.y}, {left, corner.y + size.y - foot}, signs[i], ui.theme.font.title,
                      ui.colour().text);
      const Region place = large_digit(ui, "arithmetic " + std::to_string(i), answer, i, {left, corner.y},
                                       {left + width, corner.y + size.y - foot});
      ui.mark(i < 3 ? "term " + std::to_string(i + 1) : "sum", place.from, place.to);
      const std::string words =
          term_caption(kNames[i], i < readings.size() ? std::optional(readings[i]) : std::nullopt);
      ui.centred_text({left - ui.px(8), place.to.y + ui.px(8)}, {left + width + ui.px(8), place.to.y + foot}, words,
                      ui.theme.font.small, ui.colour().muted);
    }
  }

  void controls(Session& session, Ui& ui) override {
    ui.heading("Arithmetic");
    ui.paragraph("Latent vectors can be added and subtracted: what A has and B lacks is added to C.");
    ui.gap(8);
    if (ui.button("Three new digits", Ui::Kind::primary, -FLT_MIN, "N")) run(session, Action::fresh);
    ui.gap(8);
    for (std::size_t i = 0; i < 3; ++i) ui.fact(kNames[i], station_words(session.document.terms[i]));
    ui.gap(8);
    prior_choice(ui, *session.models.shown(), session.document);
    ui.toggle("Keep the usual length", session.document.usual);
    ui.paragraph("The sum is brought back to the mean length of the three.");
  }

  std::string status(Session& session) const override {
    return sum_words(session.reader.read(kSlot, session.worker.answer(kSlot)));
  }

  std::optional<PickedDigit> digit(Session& session) const override {
    const auto answer = session.worker.answer(kSlot);
    if (answer == nullptr || !answer->finished || answer->latents.dimension() != 2 || answer->latents.shape(0) != 4 ||
        session.worker.busy(kSlot))
      return std::nullopt;
    Station sum;
    const Tensor latent = rows_of(answer->latents, 3, 1);
    sum.edited.assign(latent.begin(), latent.end());
    if (session.models.shown()->spec().class_count > 0)
      sum.label = label_of(session.models.shown()->spec(), session.document.terms[2]);
    return picked_digit(answer, 3, sum, kNames[3], "sum");
  }

  bool run(Session& session, Action action) override {
    if (action != Action::fresh) return false;
    std::vector<Station>& terms = session.document.terms;
    const std::uint64_t seed = terms[0].seed;
    for (std::size_t i = 0; i < 3; ++i) terms[i] = {session.fresh_seed(31 * seed + i), 0, -1, {}};
    return true;
  }

  std::vector<std::string> saves(const Session& /*session*/) const override { return {".png", ".npy", ".json"}; }
  std::shared_ptr<const Answer> latents(Session& session) const override { return session.worker.answer(kSlot); }
};

}  // namespace

std::unique_ptr<Panel> arithmetic_panel() { return std::make_unique<ArithmeticPanel>(); }

}  // namespace latentwalk::viewer
