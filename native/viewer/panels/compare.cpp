// Compare: two models on one seed, side by side.

#include <algorithm>
#include <cmath>

#include "latentwalk/error.hpp"
#include "support/files.hpp"
#include "support/png.hpp"
#include "viewer/gui/readable.hpp"
#include "viewer/panels/panel.hpp"
#include "viewer/panels/parts.hpp"

namespace latentwalk::viewer {
namespace {

class ComparePanel : public Panel {
 public:
  const char* id() const override { return view::kCompare; }
  const char* title() const override { return "Compare"; }

  void stage(Session& session, Ui& ui, ImVec2 size) override {
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float gap = ui.px(48), head = ui.px(72);
    const float width = std::floor((size.x - gap) / 2);
    const std::size_t right = session.other_model();
    side(session, ui, "left", session.models.current(), corner, {width, size.y}, head);
    side(session, ui, "right", right, {corner.x + width + gap, corner.y}, {width, size.y}, head);
    const float middle = std::floor(corner.x + width + gap / 2) + 0.5F;
    ui.draw()->AddLine({middle, corner.y}, {middle, corner.y + size.y}, ui.colour().line, 1);
  }

  void controls(Session& session, Ui& ui) override {
    ui.heading("Compare");
    ui.paragraph(
        "Two models on one seed. Models with latent spaces of one size are given the very same numbers; what "
        "differs is what they make of them.");
    ui.gap(8);
    if (ui.button("New digits", Ui::Kind::primary, -FLT_MIN, "N")) run(session, Action::fresh);
    ui.gap(8);
    std::vector<std::string> names;
    for (const ModelEntry& entry : session.models.entries()) names.push_back(entry.name);
    int left = static_cast<int>(session.models.current()), right = static_cast<int>(session.other_model());
    if (ui.combo("Left", names, left)) session.models.select(static_cast<std::size_t>(left));
    if (ui.combo("Right", names, right)) choose_right(session, static_cast<std::size_t>(right));
    if (ui.button("Swap", Ui::Kind::plain, -FLT_MIN)) {
      const std::size_t was = session.models.current();
      session.models.select(session.other_model());
      choose_right(session, was);
    }
    ui.gap(8);
    ui.seed("Seed", session.document.seed);
    int count = static_cast<int>(count_of(session));
    if (ui.slider("Digits of each", count, 1, 100)) session.document.count = static_cast<std::size_t>(count);
    const auto left_model = session.models.shown();
    const auto right_model = session.models.entries()[session.other_model()].model;
    if (left_model == nullptr || right_model == nullptr) return;
    prior_choice(ui, left_model->fitted_prior() != nullptr ? *left_model : *right_model, session.document);
    ui.gap(16);
    ui.label("Sharpness");
    ui.gap(8);
    fact(session, ui, "left", session.models.entry()->name);
    fact(session, ui, "right", session.models.entries()[session.other_model()].name);
    ui.paragraph(
        "How much of the ink is neither paper nor full ink, over the digits shown: blurred digits have more. A "
        "plain measure, and no measure of quality.");
  }

  bool run(Session& session, Action action) override {
    if (action != Action::fresh) return false;
    session.document.seed = session.fresh_seed();
    return true;
  }

  std::vector<std::string> saves(const Session& /*session*/) const override { return {".png", ".json"}; }

 private:
  static std::size_t count_of(const Session& session) { return session.document.count.value_or(16); }

  static void choose_right(Session& session, std::size_t index) {
    session.document.with = {"", session.models.entries()[index].path.string()};
    session.models.hurry(index);
  }

  void side(Session& session, Ui& ui, const std::string& which, std::size_t index, ImVec2 from, ImVec2 size,
            float head) {
    const ModelEntry& entry = session.models.entries()[index];
    ImFont* title = ui.theme.font.title;
    const float font_scale = ImGui::GetIO().FontGlobalScale;
    ui.draw()->PushClipRect(from, {from.x + size.x, from.y + size.y}, true);
    ui.draw()->AddText(title, title->FontSize * font_scale, from, ui.colour().text,
                       fitted(entry.name, title, title->FontSize * font_scale, size.x).c_str());
    std::string line =
        entry.model == nullptr ? (entry.loading ? "reading \u2026" : entry.message) : words(*entry.model);
    ImFont* small = ui.theme.font.small;
    ui.draw()->AddText(small, small->FontSize * font_scale, {from.x, from.y + ui.px(30)}, ui.colour().muted,
                       readable(line).c_str());
    ui.draw()->PopClipRect();
    if (entry.model == nullptr) return;
    const ModelSpec& spec = entry.model->spec();
    const std::size_t count = count_of(session);
    const std::vector<std::int32_t> labels = labels_in_turn(spec, count);
    const Tensor latents =
        entry.model->sample_latents(session.document.seed, count, prior_of(session.document, *entry.model), labels);
    const auto answer = session.renderer.show("compare " + which, entry.model, latents, labels);
    const Grid grid = digit_grid(ui, {size.x, size.y - head}, count, 0, spec);
    for (std::size_t i = 0; i < count; ++i) {
      const Region place = grid.place(i);
      const ImVec2 low{from.x + place.from.x, from.y + head + place.from.y};
      const ImVec2 high{low.x + place.width(), low.y + place.height()};
      ui.digit(ui.pictures.small("compare " + which, answer, i), low, high);
      ui.mark(which + " " + std::to_string(i), low, high);
    }
  }

  static std::string words(const Model& model) {
    const ModelSpec& spec = model.spec();
    std::string text = spec.family == Family::gan ? "GAN, " : "VAE, ";
    text += std::to_string(latent_dim(spec)) + " numbers";
    if (spec.class_count > 0) text += ", by class";
    return text;
  }

  static void fact(Session& session, Ui& ui, const std::string& which, const std::string& name) {
    const auto answer = session.worker.answer("compare " + which);
    if (answer == nullptr || !answer->finished) return ui.fact(name, "\u2026");
    double grey = 0, ink = 0;
    for (const float value : answer->images) {
      const double clamped = std::clamp(static_cast<double>(value), 0.0, 1.0);
      ink += clamped;
      grey += 4 * clamped * (1 - clamped) * clamped;
    }
    ui.fact(name, number_text("%.0f %% grey", ink > 0 ? 100 * grey / ink : 0.0));
  }
};

}  // namespace

std::unique_ptr<Panel> compare_panel() { return std::make_unique<ComparePanel>(); }

}  // namespace latentwalk::viewer
