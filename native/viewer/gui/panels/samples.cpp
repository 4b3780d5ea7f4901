// Samples: fresh digits from a seed.

#include <algorithm>
#include <cmath>

#include "viewer/gui/app.hpp"
#include "viewer/gui/exports.hpp"
#include "viewer/gui/panels/parts.hpp"

namespace latentwalk::viewer {
namespace {

constexpr const char* kSlot = "samples";

class SamplesPanel : public Panel {
 public:
  const char* name() const override { return "Samples"; }

  void stage(App& app, ImVec2 size) override {
    const std::shared_ptr<const Model> model = app.model();
    const ModelSpec& spec = model->spec();
    ask(app, model);
    const std::shared_ptr<const Answer> answer = app.worker.answer(kSlot);
    if (answer != nullptr && answer->ticket != seen_) {
      seen_ = answer->ticket;
      appeared_ = app.now;
    }
    Grid grid = digit_grid(app.ui, size, static_cast<std::size_t>(app.document.count),
                           spec.class_count > 0 && app.document.label < 0 ? spec.class_count : 0, spec);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ImGui::InvisibleButton("sheet", size);
    const bool pressed = ImGui::IsItemClicked();
    const bool hovered = ImGui::IsItemHovered();
    const bool focused = ImGui::IsItemFocused() && !hovered;
    if (focused) app.ui.draw()->AddRect(corner, {corner.x + size.x, corner.y + size.y}, app.ui.colour().line);
    const float fade = app.settings.reduce_motion
                           ? 1.0F
                           : static_cast<float>(std::clamp((app.now - appeared_) / kFadeSeconds, 0.0, 1.0));
    for (std::size_t i = 0; i < grid.count; ++i) {
      const Region place = grid.place(i);
      const ImVec2 from{corner.x + place.from.x, corner.y + place.from.y},
          to{corner.x + place.to.x, corner.y + place.to.y};
      const bool here = answer != nullptr && i < answer->ready;
      app.ui.digit(app.pictures.small(kSlot, answer, i), from, to, here ? fade : 1.0F);
      app.ui.mark("digit " + std::to_string(i), from, to);
      const bool inside = mouse.x >= from.x && mouse.x < to.x && mouse.y >= from.y && mouse.y < to.y;
      if (static_cast<int>(i) == app.document.selected) app.ui.ring(from, to, app.ui.colour().accent);
      if (inside && hovered && static_cast<int>(i) != app.document.selected)
        app.ui.ring(from, to, app.ui.colour().line);
      if (inside && pressed) app.document.selected = static_cast<int>(i);
      if (inside && hovered && ImGui::IsMouseDoubleClicked(0)) app.take_in_hand(station(app, i));
    }
    if (answer != nullptr && !answer->error.empty()) app.say(answer->error, true);
  }

  void controls(App& app) override {
    Ui& ui = app.ui;
    Document& document = app.document;
    const ModelSpec& spec = app.model()->spec();
    ui.heading("Fresh digits");
    ui.paragraph("Each is what " + app.entry()->name + " makes of " + std::to_string(latent_dim(spec)) +
                 " random numbers, a point of its latent space. The same seed gives the same digits, here, on the page "
                 "and on the command line.");
    ui.gap(8);
    if (ui.button("New digits", Ui::Kind::primary, -FLT_MIN, "N")) run(app, Action::fresh);
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
    int number = document.selected + 1;
    if (ui.slider("Chosen digit", number, 1, document.count)) document.selected = number - 1;
    const std::shared_ptr<const Answer> answer = app.worker.answer(kSlot);
    chosen_digit(app, app.pictures.small(kSlot, answer, chosen), station(app, chosen));
  }

  bool run(App& app, Action action) override {
    if (action != Action::fresh) return false;
    app.document.seed = app.fresh_seed();
    return true;
  }

  bool animating(const App& app) const override {
    return !app.settings.reduce_motion && app.now - appeared_ < kFadeSeconds + 0.05;
  }

  std::vector<std::string> saves(const App& /*app*/) const override { return {".png", ".npy", ".json"}; }
  void save(App& app, const std::filesystem::path& path) override {
    const std::shared_ptr<const Answer> answer = app.worker.answer(kSlot);
    if (path.extension() == ".npy") return save_latents(path, answer.get());
    Scene scene;
    scene.models = {app.model_reference()};
    scene.seed = app.document.seed;
    scene.count = static_cast<std::size_t>(app.document.count);
    scene.label = app.model()->spec().class_count > 0 ? app.document.label : -1;
    scene.dark = app.settings.dark;
    save_scene(path, scene, *app.model());
  }

 private:
  static constexpr double kFadeSeconds = 0.12;

  static Station station(const App& app, std::size_t index) {
    return {app.document.seed, index, app.document.label, {}};
  }

  /// Drawing thousands of numbers each frame would cost more than showing them: asks only when something changed.
  void ask(App& app, const std::shared_ptr<const Model>& model) {
    const Asked now{model, app.document.seed, app.document.count, app.document.label};
    if (now == asked_) return;
    asked_ = now;
    const ModelSpec& spec = model->spec();
    const auto count = static_cast<std::size_t>(app.document.count);
    std::vector<std::int32_t> labels;
    for (std::size_t i = 0; spec.class_count > 0 && i < count; ++i)
      labels.push_back(label_of(spec, {app.document.seed, i, app.document.label, {}}));
    app.worker.submit(kSlot, decode_job(model, sample_latents(spec, app.document.seed, count), std::move(labels)));
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
