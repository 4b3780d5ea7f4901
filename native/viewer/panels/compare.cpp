// Compare: up to eight models on one seed, and the training digit that is nearest to one of their digits.

#include <algorithm>
#include <cmath>

#include "support/digits.hpp"
#include "viewer/core/nearest_training_digit.hpp"
#include "viewer/core/words.hpp"
#include "viewer/gui/readable.hpp"
#include "viewer/panels/panel.hpp"
#include "viewer/panels/parts.hpp"

namespace latentwalk::viewer {
namespace {

class ComparePanel : public Panel {
  static constexpr const char* kNearest = "nearest training digit";
  static constexpr float kHead = 56, kGap = 24;

 public:
  const char* id() const override { return view::kCompare; }
  const char* title() const override { return "Compare"; }

  void stage(Session& session, Ui& ui, ImVec2 size) override {
    const std::vector<std::size_t> models = session.compared();
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const std::size_t columns = columns_for(ui, models.size(), size), rows = (models.size() + columns - 1) / columns;
    const float gap = ui.px(kGap);
    const ImVec2 cell{std::floor((size.x - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns)),
                      std::floor((size.y - gap * static_cast<float>(rows - 1)) / static_cast<float>(rows))};
    for (std::size_t i = 0; i < models.size(); ++i) {
      const ImVec2 from{corner.x + static_cast<float>(i % columns) * (cell.x + gap),
                        corner.y + static_cast<float>(i / columns) * (cell.y + gap)};
      one(session, ui, i, models[i], from, cell);
    }
  }

  void controls(Session& session, Ui& ui) override {
    ui.heading("Compare");
    ui.paragraph(
        "Same seed, but each model has its own latent space: don\u2019t compare digit by digit. Models with latent "
        "spaces of one size are given the very same numbers.");
    ui.gap(8);
    if (ui.button("New digits", Ui::Kind::primary, -FLT_MIN, "N")) run(session, Action::fresh);
    ui.gap(8);
    ui.seed("Seed", session.document.seed);
    int count = static_cast<int>(count_of(session));
    if (ui.slider("Digits of each", count, 1, 100)) session.document.count = static_cast<std::size_t>(count);
    prior(session, ui);
    ui.gap(8);
    choice(session, ui);
    ui.gap(16);
    memory(session, ui);
    ui.gap(16);
    ui.label("Sharpness");
    ui.gap(8);
    const std::vector<std::size_t> models = session.compared();
    for (std::size_t i = 0; i < models.size(); ++i) fact(session, ui, i, session.models.entries()[models[i]].name);
    ui.paragraph(
        "How much of the ink is neither paper nor full ink, over the digits shown: blurred digits have more. A "
        "plain measure, and no measure of quality.");
  }

  std::string status(Session& session) const override {
    std::string names;
    for (const std::size_t place : session.compared())
      names += (names.empty() ? "" : ", ") + session.models.entries()[place].name;
    return compared_words(names, session.document.seed);
  }

  std::optional<PickedDigit> digit(Session& /*session*/) const override { return picked_; }

  bool run(Session& session, Action action) override {
    if (action != Action::fresh) return false;
    session.document.seed = session.fresh_seed();
    return true;
  }

  std::vector<std::string> saves(const Session& /*session*/) const override { return {".png", ".json"}; }

 private:
  static std::size_t count_of(const Session& session) { return session.document.count.value_or(16); }
  static std::string slot(std::size_t i) { return "compare " + std::to_string(i); }

  /// As many columns of models as make their digits largest.
  static std::size_t columns_for(const Ui& ui, std::size_t count, ImVec2 size) {
    std::size_t best = 1;
    float most = 0;
    for (std::size_t columns = 1; columns <= count; ++columns) {
      const auto across = static_cast<float>(columns), down = static_cast<float>((count + columns - 1) / columns);
      const float width = (size.x - ui.px(kGap) * (across - 1)) / across,
                  height = (size.y - ui.px(kGap) * (down - 1)) / down - ui.px(kHead);
      if (const float side = std::min(width, height); side > most) most = side, best = columns;
    }
    return best;
  }

  void one(Session& session, Ui& ui, std::size_t i, std::size_t place, ImVec2 from, ImVec2 size) {
    const ModelEntry& entry = session.models.entries()[place];
    ImFont* title = ui.theme.font.strong;
    const float font_scale = ImGui::GetIO().FontGlobalScale;
    ui.draw()->AddText(title, title->FontSize * font_scale, from, ui.colour().text,
                       fitted(entry.name, title, title->FontSize * font_scale, size.x).c_str());
    const std::string line =
        entry.model == nullptr ? (entry.loading ? "reading \u2026" : entry.message) : words(*entry.model);
    ImFont* small = ui.theme.font.small;
    ui.draw()->AddText(small, small->FontSize * font_scale, {from.x, from.y + ui.px(24)}, ui.colour().muted,
                       fitted(line, small, small->FontSize * font_scale, size.x).c_str());
    if (entry.model == nullptr) return;
    const ModelSpec& spec = entry.model->spec();
    const std::size_t count = count_of(session);
    const std::vector<std::int32_t> labels = labels_in_turn(spec, count);
    const Tensor latents =
        entry.model->sample_latents(session.document.seed, count, prior_of(session.document, *entry.model), labels);
    const auto answer = session.renderer.show(slot(i), entry.model, latents, labels);
    const float head = ui.px(kHead);
    const Grid grid = digit_grid(ui, {size.x, size.y - head}, count, 0, spec);
    const ImVec2 corner{from.x, from.y + head}, mouse = ImGui::GetIO().MousePos;
    ImGui::SetCursorScreenPos(corner);
    const std::string name = "digits of " + std::to_string(i);
    const bool pressed = ui.area(name, {size.x, size.y - head});
    ui.mark(name);
    const bool hovered = ImGui::IsItemHovered();
    if (ImGui::IsItemFocused() && !hovered)
      ui.draw()->AddRect(corner, {corner.x + size.x, from.y + size.y}, ui.colour().line);
    for (std::size_t n = 0; n < count; ++n) {
      const Region at = grid.place(n);
      const ImVec2 low{corner.x + at.from.x, corner.y + at.from.y}, high{low.x + at.width(), low.y + at.height()};
      ui.digit(ui.pictures.small(slot(i), answer, n), low, high);
      ui.mark("model " + std::to_string(i) + " digit " + std::to_string(n), low, high);
      const bool under = hovered && mouse.x >= low.x && mouse.x < high.x && mouse.y >= low.y && mouse.y < high.y;
      if (is_chosen(session, entry, n))
        ui.ring(low, high, ui.colour().accent);
      else if (under)
        ui.ring(low, high, ui.colour().line);
      if (under && pressed) pick(session, entry, answer, n);
    }
  }

  static bool is_chosen(const Session& session, const ModelEntry& entry, std::size_t n) {
    return session.document.memory == entry.path.string() + ":" + std::to_string(n);
  }

  void pick(Session& session, const ModelEntry& entry, const std::shared_ptr<const Answer>& answer, std::size_t n) {
    const Station station{session.document.seed, n, -1, {}};
    std::optional<PickedDigit> digit = picked_digit(answer, n, station, station_words(station));
    if (!digit) return;
    digit->model = entry.path.string();
    digit->prior = session.document.prior;
    const ModelSpec& spec = entry.model->spec();
    if (spec.class_count > 0) digit->label = digit->station->label = label_of(spec, station);
    picked_ = *digit;
    session.document.memory = entry.path.string() + ":" + std::to_string(n);
    session.pick(*digit);
  }

  static void prior(Session& session, Ui& ui) {
    for (const std::size_t place : session.compared()) {
      const auto model = session.models.entries()[place].model;
      if (model != nullptr && model->fitted_prior() != nullptr) return prior_choice(ui, *model, session.document);
    }
  }

  static void choice(Session& session, Ui& ui) {
    ui.label("Models");
    ui.gap(4);
    std::vector<std::size_t> models = session.compared();
    for (std::size_t i = 0; i < session.models.entries().size(); ++i) {
      const auto at = std::find(models.begin(), models.end(), i);
      bool on = at != models.end();
      const bool fixed = on ? models.size() == 1 : models.size() >= kMaxCompared;
      ImGui::BeginDisabled(fixed);
      const bool changed = ui.toggle(session.models.entries()[i].name + "##with " + std::to_string(i), on);
      ImGui::EndDisabled();
      ui.mark("with " + std::to_string(i));
      if (!changed) continue;
      if (on) {
        models.push_back(i);
        std::sort(models.begin(), models.end());
        session.models.hurry(i);
      } else {
        models.erase(at);
      }
      session.document.with.clear();
      for (const std::size_t place : models)
        session.document.with.push_back(session.models.entries()[place].path.string());
    }
    if (models.size() >= kMaxCompared) ui.paragraph("At most " + std::to_string(kMaxCompared) + " at a time.");
  }

  void memory(Session& session, Ui& ui) {
    ui.label(kMemory);
    ui.gap(8);
    const PickedDigit* digit = session.picked.current();
    if (digit == nullptr || digit->image == nullptr) return ui.paragraph(kChooseForMemory);
    if (asked_ != digit->image) {
      asked_ = digit->image;
      ticket_ = session.worker.submit(kNearest, nearest_job(session.digits.folder(), bits_, *digit->image));
    }
    const auto answer = session.worker.answer(kNearest);
    if (answer == nullptr || answer->ticket != ticket_ || !answer->finished)
      return ui.paragraph("Searching the training digits \u2026");
    if (!answer->error.empty()) return ui.paragraph("The nearest training digit is not known: " + answer->error + ".");
    const float height = std::min(ui.px(96), (ui.column() - ui.px(16)) / 2);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::Dummy({2 * height + ui.px(16), height});
    ui.digit(ui.pictures.small("memory sample", digit->image, 0), at, {at.x + height, at.y + height});
    const ImVec2 right{at.x + height + ui.px(16), at.y};
    ui.digit(ui.pictures.small("memory nearest", answer, 0), right, {right.x + height, right.y + height});
    ui.mark("nearest training digit", right, {right.x + height, right.y + height});
    ui.paragraph(nearest_caption(answer->nearest->index, answer->nearest->label), false);
    ui.paragraph(memory_verdict(answer->nearest->distance, digit->image->size(), answer->nearest->count));
  }

  static std::string words(const Model& model) {
    const ModelSpec& spec = model.spec();
    std::string text = spec.family == Family::gan ? "GAN, " : "VAE, ";
    text += std::to_string(latent_dim(spec)) + " numbers";
    if (spec.class_count > 0) text += ", by class";
    return text;
  }

  static void fact(Session& session, Ui& ui, std::size_t i, const std::string& name) {
    const auto answer = session.worker.answer(slot(i));
    if (answer == nullptr || !answer->finished) return ui.fact(name, "\u2026");
    double grey = 0, ink = 0;
    for (const float value : answer->images) {
      const double clamped = std::clamp(static_cast<double>(value), 0.0, 1.0);
      ink += clamped;
      grey += 4 * clamped * (1 - clamped) * clamped;
    }
    ui.fact(name, number_text("%.0f %% grey", ink > 0 ? 100 * grey / ink : 0.0));
  }

  PickedDigit picked_;
  std::shared_ptr<std::shared_ptr<const TrainingBits>> bits_ =
      std::make_shared<std::shared_ptr<const TrainingBits>>();  // the worker's
  std::shared_ptr<const Tensor> asked_;
  std::uint64_t ticket_ = 0;
};

}  // namespace

std::unique_ptr<Panel> compare_panel() { return std::make_unique<ComparePanel>(); }

}  // namespace latentwalk::viewer
