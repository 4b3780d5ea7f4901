// Training: a run's curves and its newest digits, live.

#include <algorithm>
#include <cmath>
#include <set>

#include "support/spec_words.hpp"
#include "viewer/gui/plot.hpp"
#include "viewer/panels/panel.hpp"
#include "viewer/panels/parts.hpp"

namespace latentwalk::viewer {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kDigits = 16;

class TrainingPanel : public Panel {
 public:
  const char* id() const override { return view::kTraining; }
  const char* title() const override { return "Training"; }
  bool needs_model() const override { return false; }

  void stage(Session& session, Ui& ui, ImVec2 size) override {
    follow(session.run);
    const RunLog& log = session.run.log();
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    if (log.folder().empty() || log.series().empty()) {
      std::string text = session.run.problem();
      if (text.empty())
        text = log.folder().empty() ? "No training run open.\n\nDrop the folder that latentwalk-train --out writes "
                                      "to, or give it at the right."
                                    : "The log is empty so far: the first numbers come after some steps.";
      ui.centred_text(corner, {corner.x + size.x, corner.y + size.y}, text, ui.theme.font.body, ui.colour().text);
      ui.mark("message", corner, {corner.x + size.x, corner.y + size.y});
      return;
    }
    const auto model = session.run.model();
    const float strip = model != nullptr ? ui.px(144) : 0;
    plot(ui, "curves", {size.x, size.y - strip}, lines(ui, log), view_, kRunAxis);
    if (model != nullptr)
      digits(session, ui, model, {corner.x, corner.y + size.y - strip + ui.px(16)}, size.x, strip - ui.px(16));
  }

  void controls(Session& session, Ui& ui) override {
    follow(session.run);
    ui.heading("Training run");
    ui.paragraph("A run's log and its newest digits, read again as it goes on.");
    ui.gap(8);
    bool go = ui.text_field("Folder", folder_, "runs/conv-gan");
    if (ui.button("Open run", Ui::Kind::primary, -FLT_MIN)) go = true;
    if (go) {
      try {
        session.open_run(folder_);
      } catch (const std::exception& error) {
        session.say(error.what(), true);
      }
    }
    const RunLog& log = session.run.log();
    if (log.series().empty()) return;
    ui.gap(8);
    const float third = std::floor((ui.column() - ui.px(16)) / 3);
    if (ui.button("Fit", Ui::Kind::plain, third, "0, or a double click")) view_.fitted = true;
    ImGui::SameLine(0, ui.px(8));
    if (ui.button("\u2212##out", Ui::Kind::plain, third, "Show more (wheel)")) view_.zoom(0.8);
    ImGui::SameLine(0, ui.px(8));
    if (ui.button("+##in", Ui::Kind::plain, third, "Look closer (wheel)")) view_.zoom(1.25);
    bool logarithmic = view_.log_y;
    if (ui.toggle("Logarithmic", logarithmic)) {
      view_.log_y = logarithmic;
      view_.fitted = true;
    }
    ui.gap(8);
    ui.label("Curves");
    ui.gap(8);
    choose(ui, log);
    ui.gap(8);
    for (const Series& series : log.series())
      if (!series.y.empty() && shown(series.name)) ui.fact(series.name, number_text("%.4g", series.y.back()));
    double last = 0;
    for (const Series& series : log.series())
      if (!series.x.empty()) last = std::max(last, series.x.back());
    ui.fact("last step", with_commas(static_cast<std::size_t>(last)));
    if (log.bad_lines() > 0) ui.fact("lines left out", std::to_string(log.bad_lines()));
  }

  bool run(Session& /*session*/, Action action) override {
    if (action != Action::reset) return false;
    view_.fitted = true;
    return true;
  }

 private:
  /// Begins anew when another run was opened.
  void follow(const TrainingRun& run) {
    if (seen_ == run.times_opened()) return;
    seen_ = run.times_opened();
    folder_ = run.log().folder().string();
    off_.clear();
    touched_ = false;
    view_ = PlotView();
  }

  /// Clocks and counters are in the log too; they are no losses and start switched off, and so do the means over an
  /// epoch, which follow the same curves.
  bool shown(const std::string& name) const { return !off_.contains(name); }
  void default_choice(const RunLog& log) {
    for (const Series& series : log.series())
      if (series.name == "seconds" || series.name == "epoch" || series.name.starts_with("means."))
        off_.insert(series.name);
  }

  void choose(Ui& ui, const RunLog& log) {
    for (const Series& series : log.series()) {
      bool on = shown(series.name);
      if (ui.toggle(series.name, on)) {
        touched_ = true;
        on ? off_.erase(series.name) : static_cast<std::size_t>(off_.insert(series.name).second);
        view_.fitted = true;
      }
    }
  }

  std::vector<PlotLine> lines(const Ui& ui, const RunLog& log) {
    if (!touched_) default_choice(log);
    const Palette& c = ui.colour();
    const ImU32 colours[] = {c.accent, c.blue, c.text, c.muted};
    std::vector<PlotLine> result;
    std::size_t i = 0;
    for (const Series& series : log.series()) {
      if (!shown(series.name)) continue;
      // By hue and by dash: the first four differ in both, the next in the pairing.
      result.push_back({series.name, &series.x, &series.y, colours[i % 4], static_cast<int>((i + i / 4) % 4)});
      ++i;
    }
    return result;
  }

  /// The same numbers each time: one sees the digits form.
  static void digits(Session& session, Ui& ui, const std::shared_ptr<const Model>& model, ImVec2 at, float width,
                     float height) {
    const ModelSpec& spec = model->spec();
    std::vector<Station> stations;
    for (std::size_t i = 0; i < kDigits; ++i) stations.push_back({1, i, -1, {}});
    const auto answer = session.renderer.show("run", model, stations, model->prior_named(""));
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
      ui.digit(ui.pictures.small("run", answer, i), from, to);
      ui.mark("run digit " + std::to_string(i), from, to);
    }
  }

  std::string folder_;  // in the text field
  std::set<std::string> off_;
  bool touched_ = false;
  PlotView view_;
  int seen_ = 0;
};

}  // namespace

std::unique_ptr<Panel> training_panel() { return std::make_unique<TrainingPanel>(); }

}  // namespace latentwalk::viewer
