// Training: a run's curves and its newest digits, live.

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "support/spec_words.hpp"
#include "viewer/gui/plot.hpp"
#include "viewer/gui/readable.hpp"
#include "viewer/panels/panel.hpp"
#include "viewer/panels/parts.hpp"

namespace latentwalk::viewer {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kDigits = 16;
constexpr double kEpochSeconds = 0.25;  // an epoch is shown while they play

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
    const auto epochs = session.run.epochs();
    const float strip = model != nullptr || epochs != nullptr ? ui.px(144) : 0;
    plots(session, ui, corner, {size.x, size.y - strip});
    const ImVec2 under{corner.x, corner.y + size.y - strip + ui.px(16)};
    if (epochs != nullptr)
      epoch_digits(session, ui, *epochs, under, size.x, strip - ui.px(16));
    else if (model != nullptr)
      digits(session, ui, model, under, size.x, strip - ui.px(16));
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
    if (const auto epochs = session.run.epochs(); epochs != nullptr) epoch_controls(session, ui, *epochs);
    warnings(ui, log);
    if (log.series().empty()) return;
    ui.gap(8);
    ui.slider("Smoothing", smoothing_, 0.0, 0.99, "%.2f");
    other_runs(session, ui);
    ui.gap(8);
    const float third = std::floor((ui.column() - ui.px(16)) / 3);
    if (ui.button("Fit", Ui::Kind::plain, third, "0, or a double click")) fit_all();
    ImGui::SameLine(0, ui.px(8));
    if (ui.button("\u2212##out", Ui::Kind::plain, third, "Show more (wheel)"))
      for (PlotView& view : views_) view.zoom(0.8);
    ImGui::SameLine(0, ui.px(8));
    if (ui.button("+##in", Ui::Kind::plain, third, "Look closer (wheel)"))
      for (PlotView& view : views_) view.zoom(1.25);
    bool logarithmic = views_[0].log_y;
    if (ui.toggle("Logarithmic", logarithmic)) {
      views_[0].log_y = logarithmic;  // of the losses: probabilities and measures have no long way to go
      fit_all();
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

  bool run(Session& session, Action action) override {
    if (action == Action::reset) {
      fit_all();
      return true;
    }
    const auto epochs = session.run.epochs();
    if (epochs == nullptr) return false;
    const std::size_t row = row_of(session, *epochs), last = epochs->epochs.size() - 1;
    if (action == Action::play) {
      playing_ = !playing_;
      if (playing_ && row == last) session.document.epoch = epochs->epochs.front();
      next_ = -1.0;
      return true;
    }
    if (action != Action::step_back && action != Action::step_forward) return false;
    playing_ = false;
    if (action == Action::step_forward) set_row(session, *epochs, std::min(row + 1, last));
    if (action == Action::step_back) set_row(session, *epochs, row > 0 ? row - 1 : 0);
    return true;
  }

  bool animating(const Session& /*session*/, double /*now*/) const override { return playing_; }

 private:
  /// Begins anew when another run was opened.
  void follow(const TrainingRun& run) {
    if (seen_ == run.times_opened()) return;
    seen_ = run.times_opened();
    folder_ = run.log().folder().string();
    off_.clear();
    touched_ = playing_ = false;
    for (PlotView& view : views_) view = PlotView();
    smooth_.clear();
  }

  enum Group : std::size_t { losses, probabilities, measures };
  static Group group_of(std::string name) {
    if (name.starts_with("means.")) name.erase(0, 6);
    for (const char* known : {"d_real", "d_fake", "confidence"})
      if (name == known) return probabilities;
    for (const char* known : {"modes", "entropy", "fcd10k", "seconds", "epoch"})
      if (name == known) return measures;
    return losses;
  }
  void fit_all() {
    for (PlotView& view : views_) view.fitted = true;
  }

  /// Clocks and counters are in the log too; they are no losses and start switched off, and so do the means over an
  /// epoch, which follow the same curves.
  bool shown(const std::string& name) const { return !off_.contains(name); }
  void default_choice(const RunLog& log) {
    for (const Series& series : log.series())
      if (group_of(series.name) == measures || series.name.starts_with("means.")) off_.insert(series.name);
  }

  void choose(Ui& ui, const RunLog& log) {
    for (const Series& series : log.series()) {
      bool on = shown(series.name);
      if (ui.toggle(series.name, on)) {
        touched_ = true;
        on ? off_.erase(series.name) : static_cast<std::size_t>(off_.insert(series.name).second);
        fit_all();
      }
    }
  }

  /// The curve of a run as it is drawn.
  const Series& curve(const std::string& run, const Series& series) {
    if (smoothing_ <= 0) return series;
    Smooth& smooth = smooth_[run + "\n" + series.name];
    if (smooth.weight != smoothing_ || smooth.series.x != series.x) smooth = {smoothing_, smoothed(series, smoothing_)};
    return smooth.series;
  }

  /// Curves of each group that is shown, of all runs: a term has a colour, a run a dash.
  std::array<std::vector<PlotLine>, 3> lines(const Ui& ui, const RunLog& log) {
    if (!touched_) default_choice(log);
    const Palette& c = ui.colour();
    const ImU32 colours[] = {c.accent, c.blue, c.text, c.muted};
    std::array<std::vector<PlotLine>, 3> result;
    std::vector<const RunLog*> runs{&log};
    for (const auto& [folder, other] : others_) runs.push_back(&other);
    std::size_t i = 0;
    for (const Series& series : log.series()) {
      if (!shown(series.name)) continue;
      for (std::size_t run = 0; run < runs.size(); ++run) {
        const std::vector<Series>& all = runs[run]->series();
        const auto same =
            std::find_if(all.begin(), all.end(), [&](const Series& one) { return one.name == series.name; });
        if (same == all.end()) continue;
        const std::string folder = runs[run]->folder().filename().string();
        const Series& drawn = curve(runs[run]->folder().string(), *same);
        // Of one run the first four curves differ in hue and dash, the next in the pairing.
        const std::size_t dash = runs.size() > 1 ? run : i + i / 4;
        result[group_of(series.name)].push_back({runs.size() > 1 ? series.name + ", " + folder : series.name, &drawn.x,
                                                 &drawn.y, colours[i % 4], static_cast<int>(dash % 4)});
      }
      ++i;
    }
    return result;
  }

  void plots(Session& session, Ui& ui, ImVec2 from, ImVec2 size) {
    const char* names[] = {"curves", "probabilities", "measures"};
    for (auto& [folder, log] : others_) {
      try {
        log.refresh();
      } catch (const std::exception& error) {
        session.say(error.what(), true);
        others_.erase(folder);
        break;
      }
    }
    const std::array<std::vector<PlotLine>, 3> all = lines(ui, session.run.log());
    float parts = 0;
    for (std::size_t group = 0; group < all.size(); ++group)
      if (!all[group].empty()) parts += group == losses ? 2.0F : 1.0F;
    for (std::size_t group = 0; group < all.size() && parts > 0; ++group) {
      if (all[group].empty()) continue;
      const float height = std::floor(size.y * (group == losses ? 2.0F : 1.0F) / parts);
      ImGui::SetCursorScreenPos(from);
      plot(ui, names[group], {size.x, height}, all[group], views_[group], kRunAxis);
      from.y += height;
    }
  }

  void other_runs(Session& session, Ui& ui) {
    constexpr std::size_t kMostRuns = 3;  // beside the one that is watched: a dash each
    const std::string own = session.run.log().folder().string();
    bool first = true;
    for (const std::string& folder : session.settings.recent_runs) {
      std::error_code ignored;
      if (fs::equivalent(folder, own, ignored) || ignored) continue;
      if (std::exchange(first, false)) {
        ui.label("Over it, the curves of");
        ui.gap(4);
      }
      bool on = others_.contains(folder);
      ImGui::BeginDisabled(!on && others_.size() >= kMostRuns);
      if (ui.toggle(fs::path(folder).filename().string() + "##over " + folder, on)) {
        if (on)
          others_.emplace(folder, RunLog(folder));
        else
          others_.erase(folder);
        fit_all();
      }
      ImGui::EndDisabled();
      ui.mark("over " + fs::path(folder).filename().string());
    }
  }

  static void warnings(Ui& ui, const RunLog& log) {
    constexpr std::size_t kMost = 3;
    const std::vector<RunWarning>& all = log.warnings();
    if (all.empty()) return;
    ui.gap(8);
    ui.label("Warnings of the trainer");
    ui.gap(4);
    for (std::size_t i = all.size() - std::min(kMost, all.size()); i < all.size(); ++i) {
      ui.paragraph("After epoch " + number_text("%.0f", all[i].epoch) + ": " + all[i].text + ".", false);
      ui.mark("warning " + std::to_string(i));
    }
  }

  /// The row of the epoch that is looked at: the newest unless another one was chosen.
  static std::size_t row_of(const Session& session, const RunEpochs& epochs) {
    if (!session.document.epoch) return epochs.epochs.size() - 1;
    const auto wanted = static_cast<std::int64_t>(*session.document.epoch);
    std::size_t best = 0;
    for (std::size_t row = 0; row < epochs.epochs.size(); ++row)
      if (std::abs(epochs.epochs[row] - wanted) < std::abs(epochs.epochs[best] - wanted)) best = row;
    return best;
  }
  static void set_row(Session& session, const RunEpochs& epochs, std::size_t row) {
    session.document.epoch.reset();
    if (row + 1 < epochs.epochs.size()) session.document.epoch = static_cast<std::size_t>(epochs.epochs[row]);
  }

  void epoch_controls(Session& session, Ui& ui, const RunEpochs& epochs) {
    ui.gap(8);
    if (ui.button(playing_ ? "Pause##epochs" : "Play##epochs", Ui::Kind::plain, -FLT_MIN, "P"))
      run(session, Action::play);
    ui.mark("Play epochs");
    int row = static_cast<int>(row_of(session, epochs));
    const int last = static_cast<int>(epochs.epochs.size()) - 1;
    const std::string words =
        std::to_string(epochs.epochs[static_cast<std::size_t>(row)]) + " of " + std::to_string(epochs.epochs.back());
    if (ui.slider("Epoch", row, 0, std::max(last, 1), words.c_str())) {
      playing_ = false;
      set_row(session, epochs, static_cast<std::size_t>(std::min(row, last)));
    }
  }

  /// The run's own pictures of the epoch that is looked at.
  void epoch_digits(Session& session, Ui& ui, const RunEpochs& epochs, ImVec2 at, float width, float height) {
    if (playing_ && ui.now >= next_) {
      const std::size_t row = row_of(session, epochs);
      if (next_ >= 0) set_row(session, epochs, std::min(row + 1, epochs.epochs.size() - 1));
      if (row + 1 >= epochs.epochs.size()) playing_ = false;
      next_ = ui.now + kEpochSeconds;
    }
    const std::size_t row = row_of(session, epochs);
    const std::string text = "The same latent vectors after epoch " + std::to_string(epochs.epochs[row]) + " of " +
                             std::to_string(epochs.epochs.back());
    ImFont* small = ui.theme.font.small;
    const float size = small->FontSize * ImGui::GetIO().FontGlobalScale;
    ui.draw()->AddText(small, size, at, ui.colour().muted, fitted(text, small, size, width).c_str());
    const Tensor& images = *epochs.rows[row];
    ModelSpec shape;
    shape.image_height = images.shape(1), shape.image_width = images.shape(2);
    const float top = at.y + ui.px(24);
    const Grid grid = digit_grid(ui, {width, height - ui.px(24)}, images.shape(0), 0, shape);
    for (std::size_t i = 0; i < images.shape(0); ++i) {
      const Region place = grid.place(i);
      const ImVec2 from{at.x + place.from.x, top + place.from.y}, to{at.x + place.to.x, top + place.to.y};
      ui.digit(ui.pictures.small("epoch", epochs.rows[row], i), from, to);
      ui.mark("epoch digit " + std::to_string(i), from, to);
    }
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
  bool touched_ = false, playing_ = false;
  double next_ = -1.0;  // when the next epoch is shown
  std::array<PlotView, 3> views_;
  double smoothing_ = 0.0;
  struct Smooth {
    double weight = 0.0;
    Series series;
  };
  std::map<std::string, Smooth> smooth_;
  std::map<std::string, RunLog> others_;  // whose curves are drawn too
  int seen_ = 0;
};

}  // namespace

std::unique_ptr<Panel> training_panel() { return std::make_unique<TrainingPanel>(); }

}  // namespace latentwalk::viewer
