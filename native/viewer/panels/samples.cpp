// Samples: fresh digits from a seed.

#include <algorithm>
#include <cmath>

#include "support/files.hpp"
#include "viewer/core/exports.hpp"
#include "viewer/core/jobs.hpp"
#include "viewer/panels/panel.hpp"
#include "viewer/panels/parts.hpp"

namespace latentwalk::viewer {
namespace {

constexpr const char* kSlot = "samples";

class SamplesPanel : public Panel {
 public:
  const char* id() const override { return view::kSamples; }
  const char* title() const override { return "Samples"; }

  void stage(Session& session, Ui& ui, ImVec2 size) override {
    const std::shared_ptr<const Model> model = session.models.shown();
    const ModelSpec& spec = model->spec();
    ask(session, model);
    const std::shared_ptr<const Answer> answer = session.worker.answer(kSlot);
    if (answer != nullptr && answer->ticket != seen_) {
      seen_ = answer->ticket;
      appeared_ = ui.now;
    }
    Grid grid = digit_grid(ui, size, static_cast<std::size_t>(session.document.count),
                           spec.class_count > 0 && session.document.label < 0 ? spec.class_count : 0, spec);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ui.area("sheet", size);
    const bool pressed = ImGui::IsItemClicked();
    const bool hovered = ImGui::IsItemHovered();
    const bool focused = ImGui::IsItemFocused() && !hovered;
    if (focused) ui.draw()->AddRect(corner, {corner.x + size.x, corner.y + size.y}, ui.colour().line);
    const float fade = session.settings.reduce_motion
                           ? 1.0F
                           : static_cast<float>(std::clamp((ui.now - appeared_) / kFadeSeconds, 0.0, 1.0));
    for (std::size_t i = 0; i < grid.count; ++i) {
      const Region place = grid.place(i);
      const ImVec2 from{corner.x + place.from.x, corner.y + place.from.y},
          to{corner.x + place.to.x, corner.y + place.to.y};
      const bool here = answer != nullptr && i < answer->ready;
      ui.digit(ui.pictures.small(kSlot, answer, i), from, to, here ? fade : 1.0F);
      ui.mark("digit " + std::to_string(i), from, to);
      const bool inside = mouse.x >= from.x && mouse.x < to.x && mouse.y >= from.y && mouse.y < to.y;
      if (static_cast<int>(i) == session.document.selected) ui.ring(from, to, ui.colour().accent);
      if (inside && hovered && static_cast<int>(i) != session.document.selected) ui.ring(from, to, ui.colour().line);
      if (inside && pressed) session.document.selected = static_cast<int>(i);
      if (inside && hovered && ImGui::IsMouseDoubleClicked(0)) session.take_in_hand(station(session, i));
    }
    if (answer != nullptr && !answer->error.empty()) session.say(answer->error, true);
  }

  void controls(Session& session, Ui& ui) override {
    Document& document = session.document;
    const ModelSpec& spec = session.models.shown()->spec();
    ui.heading("Fresh digits");
    ui.paragraph("Each is what " + session.models.entry()->name + " makes of " + std::to_string(latent_dim(spec)) +
                 " random numbers, a point of its latent space. The same seed gives the same digits, here, on the page "
                 "and on the command line.");
    ui.gap(8);
    if (ui.button("New digits", Ui::Kind::primary, -FLT_MIN, "N")) run(session, Action::fresh);
    ui.gap(8);
    ui.seed("Seed", document.seed);
    ui.slider("Digits", document.count, 1, 400);
    if (spec.class_count > 0) class_choice(ui, "Class", spec, document.label);
    document.selected = std::min(document.selected, document.count - 1);
    ui.gap(16);
    if (document.selected < 0) {
      ui.paragraph("Click a digit to take it further; double-click opens it in Dimensions.");
      return;
    }
    const auto chosen = static_cast<std::size_t>(document.selected);
    ui.slider("Chosen digit", document.selected, 0, document.count - 1);
    const std::shared_ptr<const Answer> answer = session.worker.answer(kSlot);
    chosen_digit(session, ui, ui.pictures.small(kSlot, answer, chosen), station(session, chosen));
  }

  bool run(Session& session, Action action) override {
    if (action != Action::fresh) return false;
    session.document.seed = session.fresh_seed();
    return true;
  }

  bool animating(const Session& session, double now) const override {
    return !session.settings.reduce_motion && now - appeared_ < kFadeSeconds + 0.05;
  }

  std::vector<std::string> saves(const Session& /*session*/) const override { return {".png", ".npy", ".json"}; }
  void save(Session& session, const std::filesystem::path& path) override {
    const std::shared_ptr<const Answer> answer = session.worker.answer(kSlot);
    if (extension_of(path) == ".npy") return save_latents(path, answer.get());
    Scene scene;
    scene.models = {session.models.reference()};
    scene.seed = session.document.seed;
    scene.count = static_cast<std::size_t>(session.document.count);
    scene.label = session.models.shown()->spec().class_count > 0 ? session.document.label : -1;
    scene.dark = session.settings.dark;
    save_scene(path, scene, *session.models.shown());
  }

 private:
  static constexpr double kFadeSeconds = 0.12;

  static Station station(const Session& session, std::size_t index) {
    return {session.document.seed, index, session.document.label, {}};
  }

  /// Drawing thousands of numbers each frame would cost more than showing them: asks only when something changed.
  void ask(Session& session, const std::shared_ptr<const Model>& model) {
    const Asked now{model, session.document.seed, session.document.count, session.document.label};
    if (now == asked_) return;
    asked_ = now;
    const ModelSpec& spec = model->spec();
    const auto count = static_cast<std::size_t>(session.document.count);
    std::vector<std::int32_t> labels;
    for (std::size_t i = 0; spec.class_count > 0 && i < count; ++i)
      labels.push_back(label_of(spec, {session.document.seed, i, session.document.label, {}}));
    session.worker.submit(kSlot,
                          decode_job(model, sample_latents(spec, session.document.seed, count), std::move(labels)));
  }

  struct Asked {
    std::shared_ptr<const Model> model;
    std::uint64_t seed = 0;
    int count = 0, label = 0;
    bool operator==(const Asked&) const = default;
  };
  Asked asked_;
  std::uint64_t seen_ = 0;
  double appeared_ = -1.0;
};

}  // namespace

std::unique_ptr<Panel> samples_panel() { return std::make_unique<SamplesPanel>(); }

}  // namespace latentwalk::viewer
