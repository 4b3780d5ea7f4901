// Compare: two models on one seed, side by side.

#include <algorithm>
#include <cmath>

#include "latentwalk/error.hpp"
#include "support/png.hpp"
#include "viewer/gui/app.hpp"
#include "viewer/gui/exports.hpp"
#include "viewer/gui/panels/parts.hpp"

namespace latentwalk::viewer {
namespace {

class ComparePanel : public Panel {
 public:
  const char* name() const override { return "Compare"; }

  void stage(App& app, ImVec2 size) override {
    Ui& ui = app.ui;
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float gap = ui.px(48), head = ui.px(72);
    const float width = std::floor((size.x - gap) / 2);
    const std::size_t right = other(app);
    side(app, "left", app.current, corner, {width, size.y}, head);
    side(app, "right", right, {corner.x + width + gap, corner.y}, {width, size.y}, head);
    const float middle = std::floor(corner.x + width + gap / 2) + 0.5F;
    ui.draw()->AddLine({middle, corner.y}, {middle, corner.y + size.y}, ui.colour().line, 1);
  }

  void controls(App& app) override {
    Ui& ui = app.ui;
    ui.heading("Compare");
    ui.paragraph(
        "Two models on one seed. Models with latent spaces of one size are given the very same numbers; what "
        "differs is what they make of them.");
    ui.gap(8);
    if (ui.button("New digits", Ui::Kind::primary, -FLT_MIN, "N")) run(app, Action::fresh);
    ui.gap(8);
    std::vector<std::string> names;
    for (const ModelEntry& entry : app.models.entries()) names.push_back(entry.name);
    int left = static_cast<int>(app.current), right = static_cast<int>(other(app));
    if (ui.combo("Left", names, left)) app.select_model(static_cast<std::size_t>(left));
    if (ui.combo("Right", names, right)) {
      right_ = static_cast<std::size_t>(right);
      app.models.hurry(right_);
    }
    if (ui.button("Swap", Ui::Kind::plain, -FLT_MIN)) {
      const std::size_t was = app.current;
      app.select_model(other(app));
      right_ = was;
    }
    ui.gap(8);
    ui.seed("Seed", app.document.seed);
    ui.slider("Digits of each", count_, 1, 100);
    const auto left_model = app.model();
    const auto right_model = app.models.entries()[other(app)].model;
    if (left_model == nullptr || right_model == nullptr) return;
    ui.gap(16);
    ui.label("Sharpness");
    ui.gap(8);
    fact(app, "left", app.entry()->name);
    fact(app, "right", app.models.entries()[other(app)].name);
    ui.paragraph(
        "How much of the ink is neither paper nor full ink, over the digits shown: blurred digits have more. A "
        "plain measure, and no measure of quality.");
  }

  bool run(App& app, Action action) override {
    if (action != Action::fresh) return false;
    app.document.seed = app.fresh_seed();
    return true;
  }

  std::vector<std::string> saves(const App& /*app*/) const override { return {".png", ".json"}; }
  void save(App& app, const std::filesystem::path& path) override {
    const ModelEntry& right = app.models.entries()[other(app)];
    if (right.model == nullptr) fail("the model at the right is not there yet");
    Scene scene;
    scene.view = Scene::View::compare;
    scene.models = {app.model_reference(), right.path.string()};
    scene.seed = app.document.seed;
    scene.count = static_cast<std::size_t>(count_);
    scene.dark = app.settings.dark;
    if (path.extension() == ".json") return save_scene(path, scene, *app.model());
    write_png(path, render_scene(scene, {app.model().get(), right.model.get()}, false).frames.front());
  }

 private:
  std::size_t other(const App& app) const {
    const std::size_t count = app.models.entries().size();
    if (right_ < count) return right_;
    if (app.second && *app.second != app.current) return *app.second;
    // Of the other family where there is one: that is the comparison of the paper.
    for (std::size_t i = 0; i < count; ++i) {
      const auto& model = app.models.entries()[i].model;
      if (model != nullptr && model->spec().family != app.model()->spec().family) return i;
    }
    return count > 1 ? (app.current + 1) % count : app.current;
  }

  void side(App& app, const std::string& which, std::size_t index, ImVec2 from, ImVec2 size, float head) {
    Ui& ui = app.ui;
    const ModelEntry& entry = app.models.entries()[index];
    ImFont* title = ui.theme.font.title;
    const float font_scale = ImGui::GetIO().FontGlobalScale;
    ui.draw()->PushClipRect(from, {from.x + size.x, from.y + size.y}, true);
    ui.draw()->AddText(title, title->FontSize * font_scale, from, ui.colour().text, entry.name.c_str());
    std::string line =
        entry.model == nullptr ? (entry.loading ? "reading \u2026" : entry.message) : words(*entry.model);
    ImFont* small = ui.theme.font.small;
    ui.draw()->AddText(small, small->FontSize * font_scale, {from.x, from.y + ui.px(30)}, ui.colour().muted,
                       line.c_str());
    ui.draw()->PopClipRect();
    if (entry.model == nullptr) return;
    const ModelSpec& spec = entry.model->spec();
    const auto count = static_cast<std::size_t>(count_);
    std::vector<Station> stations;
    for (std::size_t i = 0; i < count; ++i) stations.push_back({app.document.seed, i, -1, {}});
    const Tensor latents = sample_latents(spec, app.document.seed, count);
    const auto answer = app.show("compare " + which, entry.model, latents, labels_of(spec, stations));
    const Grid grid = digit_grid(ui, {size.x, size.y - head}, count, 0, spec);
    for (std::size_t i = 0; i < count; ++i) {
      const Region place = grid.place(i);
      const ImVec2 low{from.x + place.from.x, from.y + head + place.from.y};
      const ImVec2 high{low.x + place.width(), low.y + place.height()};
      ui.digit(app.pictures.small("compare " + which, answer, i), low, high);
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

  static void fact(App& app, const std::string& which, const std::string& name) {
    const auto answer = app.worker.answer("compare " + which);
    if (answer == nullptr || !answer->finished) return app.ui.fact(name, "\u2026");
    double grey = 0, ink = 0;
    for (const float value : answer->images) {
      const double clamped = std::clamp(static_cast<double>(value), 0.0, 1.0);
      ink += clamped;
      grey += 4 * clamped * (1 - clamped) * clamped;
    }
    app.ui.fact(name, number_text("%.0f %% grey", ink > 0 ? 100 * grey / ink : 0.0));
  }

  std::size_t right_ = static_cast<std::size_t>(-1);
  int count_ = 24;  // rows of four are full
};

}  // namespace

std::unique_ptr<Panel> compare_panel() { return std::make_unique<ComparePanel>(); }

}  // namespace latentwalk::viewer
