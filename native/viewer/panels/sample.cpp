// Sample: fresh digits from a seed, which drift through latent space.

#include <algorithm>
#include <cmath>

#include "support/digits.hpp"
#include "viewer/core/drifting_sheet.hpp"
#include "viewer/core/jobs.hpp"
#include "viewer/core/words.hpp"
#include "viewer/panels/panel.hpp"
#include "viewer/panels/parts.hpp"

namespace latentwalk::viewer {
namespace {

class SamplePanel : public Panel {
  static constexpr const char* kSlot = "sample";
  static constexpr const char* kMoving = "sample drift";

 public:
  const char* id() const override { return view::kSample; }
  const char* title() const override { return "Sample"; }

  void stage(Session& session, Ui& ui, ImVec2 size) override {
    const std::shared_ptr<const Model> model = session.models.shown();
    const ModelSpec& spec = model->spec();
    ask(session, model);
    const std::shared_ptr<const Answer> answer = session.worker.answer(kSlot);
    if (answer != nullptr && answer->ticket != seen_) {
      seen_ = answer->ticket;
      appeared_ = ui.now;
    }
    Grid grid = digit_grid(ui, size, count_of(session), label_of(session) < 0 ? spec.class_count : 0, spec);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ui.area("sheet", size);
    const bool pressed = ImGui::IsItemClicked();
    const bool hovered = ImGui::IsItemHovered();
    const bool focused = ImGui::IsItemFocused() && !hovered;
    const auto under_mouse = [&](std::size_t i) {
      const Region place = grid.place(i);
      const ImVec2 at{mouse.x - corner.x, mouse.y - corner.y};
      return at.x >= place.from.x && at.x < place.to.x && at.y >= place.from.y && at.y < place.to.y;
    };
    std::optional<std::size_t> held;
    for (std::size_t i = 0; hovered && i < grid.count; ++i)
      if (under_mouse(i)) held = i;
    move(session, ui, answer, grid, held);
    if (focused) ui.draw()->AddRect(corner, {corner.x + size.x, corner.y + size.y}, ui.colour().line);
    const float fade =
        session.is_still() ? 1.0F : static_cast<float>(std::clamp((ui.now - appeared_) / kFadeSeconds, 0.0, 1.0));
    for (std::size_t i = 0; i < grid.count; ++i) {
      const Region place = grid.place(i);
      const ImVec2 from{corner.x + place.from.x, corner.y + place.from.y},
          to{corner.x + place.to.x, corner.y + place.to.y};
      const bool here = answer != nullptr && i < answer->ready;
      ui.digit(drift_.images() != nullptr ? ui.pictures.small(kMoving, drift_.images(), i)
                                          : ui.pictures.small(kSlot, answer, i),
               from, to, here ? fade : 1.0F);
      ui.mark("digit " + std::to_string(i), from, to);
      if (i == session.document.pick) ui.ring(from, to, ui.colour().accent);
      if (i != held) continue;
      if (i != session.document.pick) ui.ring(from, to, ui.colour().line);
      if (pressed) session.document.pick = i;
      if (ImGui::IsMouseDoubleClicked(0)) session.take_in_hand(station(session, i));
    }
    if (answer != nullptr && !answer->error.empty()) session.say(answer->error, true);
  }

  void controls(Session& session, Ui& ui) override {
    Scene& document = session.document;
    const ModelSpec& spec = session.models.shown()->spec();
    ui.heading("Fresh digits");
    ui.paragraph("Each is what " + session.models.entry()->name + " makes of " + std::to_string(latent_dim(spec)) +
                 " random numbers, a point of its latent space. The same seed gives the same digits, here, on the page "
                 "and on the command line.");
    ui.gap(8);
    const float half = std::floor((ui.column() - ui.px(8)) / 2);
    if (ui.button("New digits", Ui::Kind::primary, half, "N")) run(session, Action::fresh);
    ImGui::SameLine(0, ui.px(8));
    const bool playing = plays(session);
    if (ui.button(std::string(playing ? kPause : kMove) + "##alive", Ui::Kind::plain, half, "P"))
      run(session, Action::play);
    ui.mark(playing ? kPause : kMove);
    ui.gap(8);
    ui.seed("Seed", document.seed);
    int count = static_cast<int>(count_of(session));
    if (ui.slider("Digits", count, 1, 400)) document.count = static_cast<std::size_t>(count);
    class_choice(ui, "Class", spec, document.digit, true);
    prior_choice(ui, *session.models.shown(), document);
    if (document.pick && *document.pick >= count_of(session)) document.pick.reset();
    ui.gap(16);
    if (!document.pick) {
      ui.paragraph("Click a digit to take it further; double-click opens it in Dimensions.");
      return;
    }
    int chosen_index = static_cast<int>(*document.pick);
    ui.slider("Chosen digit", chosen_index, 0, count - 1);
    const std::size_t chosen = static_cast<std::size_t>(chosen_index);
    document.pick = chosen;
    const std::shared_ptr<const Answer> answer = session.worker.answer(kSlot);
    const std::vector<Reading> readings = session.reader.read(kSlot, answer);
    chosen_digit(
        session, ui, ui.pictures.small(kSlot, answer, chosen), station(session, chosen),
        digit_words(chosen, document.seed, chosen < readings.size() ? std::optional(readings[chosen]) : std::nullopt));
  }

  std::optional<PickedDigit> digit(Session& session) const override {
    if (!session.document.pick || *session.document.pick >= count_of(session)) return PickedDigit();
    const auto answer = session.worker.answer(kSlot);
    if (answer == nullptr || answer->ticket != ticket_) return std::nullopt;
    const Station one = station(session, *session.document.pick);
    return picked_digit(answer, one.index, one, station_words(one));
  }

  std::string status(Session& session) const override {
    return sheet_words(session.models.entry()->name, count_of(session), session.document.seed,
                       session.reader.read(kSlot, session.worker.answer(kSlot)));
  }

  bool run(Session& session, Action action) override {
    if (action == Action::play) {
      session.document.alive = !plays(session);
      wish_ = alive_ = session.document.alive;
      return true;
    }
    if (action != Action::fresh) return false;
    session.document.seed = session.fresh_seed();
    return true;
  }

  bool animating(const Session& session, double now) const override {
    return plays(session) || returning_ || (!session.is_still() && now - appeared_ < kFadeSeconds + 0.05);
  }

  std::vector<std::string> saves(const Session& /*session*/) const override { return {".png", ".npy", ".json"}; }
  std::shared_ptr<const Answer> latents(Session& session) const override { return session.worker.answer(kSlot); }

 private:
  static constexpr double kFadeSeconds = 0.12;

  /// Whether the digits move: as the user wants it, else where neither the scene nor the settings ask for stillness.
  bool plays(const Session& session) const { return wish_.value_or(session.document.alive && !session.is_still()); }

  void move(Session& session, Ui& ui, const std::shared_ptr<const Answer>& answer, const Grid& grid,
            std::optional<std::size_t> held) {
    if (session.document.alive != alive_) wish_.reset();  // a scene was opened, or a step undone
    alive_ = session.document.alive;
    if (answer == nullptr || !answer->finished || !answer->error.empty() || answer->ticket != ticket_)
      return drift_.end();
    drift_.begin(answer, asked_.seed, asked_.prior, grid.columns);
    returning_ = drift_.advance(session.worker, ui.elapsed, plays(session), {held, session.document.pick});
  }

  static std::size_t count_of(const Session& session) { return session.document.count.value_or(64); }

  /// The class that all digits have; -1: each its turn.
  static int label_of(const Session& session) {
    const std::size_t classes = session.models.shown()->spec().class_count;
    return classes > 0 && session.document.digit ? static_cast<int>(*session.document.digit % classes) : -1;
  }

  static Station station(const Session& session, std::size_t index) {
    return {session.document.seed, index, label_of(session), {}};
  }

  /// Drawing thousands of numbers each frame would cost more than showing them: asks only when something changed.
  void ask(Session& session, const std::shared_ptr<const Model>& model) {
    const Asked now{model, session.document.seed, count_of(session), label_of(session),
                    prior_of(session.document, *model)};
    if (now == asked_) return;
    asked_ = now;
    const ModelSpec& spec = model->spec();
    const std::vector<std::int32_t> labels = labels_for(spec, now.label, now.count);
    ticket_ = session.worker.submit(
        kSlot, decode_job(model, model->sample_latents(now.seed, now.count, now.prior, labels), labels));
  }

  struct Asked {
    std::shared_ptr<const Model> model;
    std::uint64_t seed = 0;
    std::size_t count = 0;
    int label = 0;
    Prior prior = Prior::standard;
    bool operator==(const Asked&) const = default;
  };
  Asked asked_;
  std::uint64_t ticket_ = 0, seen_ = 0;
  double appeared_ = -1.0;
  DriftingSheet drift_{kMoving};
  std::optional<bool> wish_;  // what the user wants, once they said so
  bool alive_ = true;         // what the scene said in the last frame
  bool returning_ = false;
};

}  // namespace

std::unique_ptr<Panel> sample_panel() { return std::make_unique<SamplePanel>(); }

}  // namespace latentwalk::viewer
