// Training: a run's curves and its newest digits, live.

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "support/spec_words.hpp"
#include "viewer/gui/app.hpp"
#include "viewer/gui/exports.hpp"
#include "viewer/gui/panels/parts.hpp"
#include "viewer/gui/plot.hpp"

namespace latentwalk::viewer {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kDigits = 16;

class TrainingPanel : public Panel {
 public:
  const char* name() const override { return "Training"; }
  bool needs_model() const override { return false; }

  bool open(App& app, const fs::path& path) override {
    std::error_code ignored;
    if (!fs::exists(path / "log.jsonl", ignored)) return false;
    log_ = RunLog(path);
    folder_ = path.string();
    problem_.clear();
    off_.clear();
    touched_ = false;
    view_ = PlotView();
    model_index_.reset();
    poll(app);
    return true;
  }

  bool refresh(App& app) override { return !log_.folder().empty() && poll(app); }

  void stage(App& app, ImVec2 size) override {
    Ui& ui = app.ui;
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    if (log_.folder().empty() || log_.series().empty()) {
      std::string text = problem_;
      if (text.empty())
        text = log_.folder().empty() ? "No training run open.\n\nDrop the folder that latentwalk-train --out writes "
                                       "to, or give it at the right."
                                     : "The log is empty so far: the first numbers come after some steps.";
      ui.centred_text(corner, {corner.x + size.x, corner.y + size.y}, text, ui.theme.font.body, ui.colour().text);
      ui.mark("message", corner, {corner.x + size.x, corner.y + size.y});
      return;
    }
    const auto model = run_model(app);
    const float strip = model != nullptr ? ui.px(144) : 0;
    plot(ui, "curves", {size.x, size.y - strip}, lines(app), view_, kRunAxis);
    if (model != nullptr)
      digits(app, model, {corner.x, corner.y + size.y - strip + ui.px(16)}, size.x, strip - ui.px(16));
  }

  void controls(App& app) override {
    Ui& ui = app.ui;
    ui.heading("Training run");
    ui.paragraph("A run's log and its newest digits, read again as it goes on.");
    ui.gap(8);
    bool go = ui.text_field("Folder", folder_, "runs/conv-gan");
    if (ui.button("Open run", Ui::Kind::primary, -FLT_MIN)) go = true;
    if (go) {
      try {
        const fs::path path = folder_;
        if (folder_.empty() || !open(app, path)) RunLog(path).refresh();  // says what is missing
        std::error_code ignored;
        remember(app.settings.recent_runs, fs::absolute(path, ignored).string());
      } catch (const std::exception& error) {
        problem_ = error.what();
        app.say(problem_, true);
      }
    }
    if (log_.series().empty()) return;
    ui.gap(8);
    const float third = std::floor((ui.column() - ui.px(16)) / 3);
    if (ui.button("Fit", Ui::Kind::plain, third, "0, or a double click")) view_.fitted = true;
    ImGui::SameLine(0, ui.px(8));
    if (ui.button("\u2212##out", Ui::Kind::plain, third, "Show more (wheel)")) view_.zoom(0.8);
    ImGui::SameLine(0, ui.px(8));
    if (ui.button("+##in", Ui::Kind::plain, third, "Look closer (wheel)")) view_.zoom(1.25);
    bool log = view_.log_y;
    if (ui.toggle("Logarithmic", log)) {
      view_.log_y = log;
      view_.fitted = true;
    }
    ui.gap(8);
    ui.label("Curves");
    ui.gap(8);
    choose(app);
    ui.gap(8);
    for (const Series& series : log_.series())
      if (!series.y.empty() && shown(series.name)) ui.fact(series.name, number_text("%.4g", series.y.back()));
    double last = 0;
    for (const Series& series : log_.series())
      if (!series.x.empty()) last = std::max(last, series.x.back());
    ui.fact("last step", with_commas(static_cast<std::size_t>(last)));
    if (log_.bad_lines() > 0) ui.fact("lines left out", std::to_string(log_.bad_lines()));
  }

  bool run(App& /*app*/, Action action) override {
    if (action != Action::reset) return false;
    view_.fitted = true;
    return true;
  }

 private:
  bool poll(App& app) {
    bool news = false;
    try {
      news = log_.refresh();
      if (!problem_.empty()) problem_.clear(), news = true;
    } catch (const std::exception& error) {
      news = problem_ != error.what();
      problem_ = error.what();
    }
    // The run's model joins the list when it is first written; from there on the list reloads it.
    std::error_code ignored;
    const fs::path file = log_.folder() / "model.safetensors";
    if (!model_index_ && fs::exists(file, ignored)) {
      model_index_ = app.models.add(file);
      if (app.model() == nullptr) app.select_model(*model_index_);
      news = true;
    }
    return news;
  }

  std::shared_ptr<const Model> run_model(const App& app) const {
    return model_index_ && *model_index_ < app.models.entries().size() ? app.models.entries()[*model_index_].model
                                                                       : nullptr;
  }

  /// Clocks and counters are in the log too; they are no losses and start switched off, and so do the means over an
  /// epoch, which follow the same curves.
  bool shown(const std::string& name) const { return !off_.contains(name); }
  void default_choice() {
    for (const Series& series : log_.series())
      if (series.name == "seconds" || series.name == "epoch" || series.name.starts_with("means."))
        off_.insert(series.name);
  }

  void choose(App& app) {
    Ui& ui = app.ui;
    for (const Series& series : log_.series()) {
      bool on = shown(series.name);
      if (ui.toggle(series.name, on)) {
        touched_ = true;
        on ? off_.erase(series.name) : static_cast<std::size_t>(off_.insert(series.name).second);
        view_.fitted = true;
      }
    }
  }

  std::vector<PlotLine> lines(App& app) {
    if (!touched_) default_choice();
    const Palette& c = app.ui.colour();
    const ImU32 colours[] = {c.accent, c.blue, c.text, c.muted};
    std::vector<PlotLine> result;
    std::size_t i = 0;
    for (const Series& series : log_.series()) {
      if (!shown(series.name)) continue;
      // By hue and by dash: the first four differ in both, the next in the pairing.
      result.push_back({series.name, &series.x, &series.y, colours[i % 4], static_cast<int>((i + i / 4) % 4)});
      ++i;
    }
    return result;
  }

  /// The same numbers each time: one sees the digits form.
  static void digits(App& app, const std::shared_ptr<const Model>& model, ImVec2 at, float width, float height) {
    Ui& ui = app.ui;
    const ModelSpec& spec = model->spec();
    std::vector<Station> stations;
    for (std::size_t i = 0; i < kDigits; ++i) stations.push_back({1, i, -1, {}});
    const auto answer = app.show("run", model, stations);
    std::string text = "Digits of seed 1 as the model is now";
    if (const auto epochs = model->training().find("epochs"); epochs != model->training().end())
      text += ", after " + epochs->second + (epochs->second == "1" ? " epoch" : " epochs");
    ImFont* small = ui.theme.font.small;
    ui.draw()->AddText(small, small->FontSize * ImGui::GetIO().FontGlobalScale, at, ui.colour().muted, text.c_str());
    const float top = at.y + ui.px(28);
    const float ratio = static_cast<float>(spec.image_height) / static_cast<float>(spec.image_width);
    const float gap = ui.px(8);
    const float side = std::floor(std::min((width - gap * (kDigits - 1)) / kDigits, (height - ui.px(28)) / ratio));
    for (std::size_t i = 0; i < kDigits; ++i) {
      const ImVec2 from{std::floor(at.x + static_cast<float>(i) * (side + gap)), top};
      const ImVec2 to{from.x + side, top + std::floor(side * ratio)};
      ui.digit(app.pictures.small("run", answer, i), from, to);
      ui.mark("run digit " + std::to_string(i), from, to);
    }
  }

  RunLog log_;
  std::string folder_, problem_;
  std::set<std::string> off_;
  bool touched_ = false;
  PlotView view_;
  std::optional<std::size_t> model_index_;
};

}  // namespace

std::unique_ptr<Panel> training_panel() { return std::make_unique<TrainingPanel>(); }

}  // namespace latentwalk::viewer
