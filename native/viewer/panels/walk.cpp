// Walk: from station to station, by itself or by hand.

#include <algorithm>
#include <cmath>

#include "latentwalk/error.hpp"
#include "support/digits.hpp"
#include "support/files.hpp"
#include "viewer/core/words.hpp"
#include "viewer/gui/plot.hpp"
#include "viewer/panels/panel.hpp"
#include "viewer/panels/parts.hpp"
#include "viewer/panels/walk_path.hpp"

namespace latentwalk::viewer {
namespace {

constexpr std::size_t kStrip = 13;  // digits along the whole way

class WalkPanel : public Panel {
 public:
  const char* id() const override { return view::kWalk; }
  const char* title() const override { return "Walk"; }

  void stage(Session& session, Ui& ui, ImVec2 size) override {
    const std::shared_ptr<const Model> model = session.models.shown();
    const Scene& walk = session.document;
    if (walk.stations.size() < 2) {
      const ImVec2 at = ImGui::GetCursorScreenPos();
      ui.centred_text(at, {at.x + size.x, at.y + size.y}, "A walk needs two stations: add a digit at the right.",
                      ui.theme.font.body, ui.colour().text);
      playing_ = false;
      return;
    }
    advance(session.document, ui.elapsed);
    const Tensor stations = session.renderer.latents(model, walk.stations, prior_of(walk, *model));
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float strip_height = ui.px(72), foot = ui.px(56);

    // The digit on its way.
    const auto answer =
        session.renderer.show("walk", model, walk_latent(*model, stations, walk, position_), {},
                              RenderWorker::Urgency::now, walk_classes(model->spec(), walk, {position_}));
    const float side = std::min({size.x, size.y - strip_height - foot - ui.px(32), ui.px(720)});
    const Region place =
        large_digit(ui, "walk", answer, 0, {corner.x + (size.x - side) / 2, corner.y},
                    {corner.x + (size.x + side) / 2, corner.y + size.y - strip_height - foot - ui.px(32)});
    ui.mark("walking digit", place.from, place.to);

    // The whole way in small, and where we are on it.
    const double legs = walk_legs(walk);
    std::vector<double> positions;
    for (std::size_t i = 0; i < kStrip; ++i)
      positions.push_back(legs * static_cast<double>(i) / static_cast<double>(kStrip - (walk.loop ? 0 : 1)));
    Tensor along = zeros({kStrip, stations.shape(1)});
    for (std::size_t i = 0; i < kStrip; ++i) {
      const Tensor point = walk_latent(*model, stations, walk, positions[i]);
      std::copy(point.begin(), point.end(), along.data() + i * stations.shape(1));
    }
    const auto strip = session.renderer.show("walk strip", model, along, {}, RenderWorker::Urgency::soon,
                                             walk_classes(model->spec(), walk, positions));
    const float gap = ui.px(8), width = std::min((size.x - gap * (kStrip - 1)) / kStrip, ui.px(56));
    const float ratio = static_cast<float>(model->spec().image_height) / static_cast<float>(model->spec().image_width);
    const float top = corner.y + size.y - foot - width * ratio - ui.px(8);
    const float left = corner.x + std::floor((size.x - width * kStrip - gap * (kStrip - 1)) / 2);
    for (std::size_t i = 0; i < kStrip; ++i) {
      const float x = std::floor(left + static_cast<float>(i) * (width + gap));
      const ImVec2 from{x, std::floor(top)}, to{x + std::floor(width), std::floor(top + width * ratio)};
      ui.digit(ui.pictures.small("walk strip", strip, i), from, to);
      ui.mark("step " + std::to_string(i), from, to);
    }
    scrubber(session, ui, {left, corner.y + size.y - foot},
             {left + width * kStrip + gap * (kStrip - 1), corner.y + size.y}, legs);
  }

  void controls(Session& session, Ui& ui) override {
    Scene& walk = session.document;
    ui.heading("Walk");
    ui.paragraph("From digit to digit through latent space. What lies between two digits was never drawn by a hand.");
    ui.gap(8);
    if (ui.button(playing_ ? "Pause##play" : "Play##play", Ui::Kind::primary, -FLT_MIN, "P"))
      run(session, Action::play);
    ui.mark("Play");
    ui.gap(8);
    const std::vector<double> speeds{0.25, 0.5, 1, 2, 4};
    int speed = static_cast<int>(std::find(speeds.begin(), speeds.end(), walk.speed) - speeds.begin());
    ui.label("Speed");
    if (ui.choice("speed", {"\u00bc", "\u00bd", "1", "2", "4"}, speed))
      walk.speed = speeds[static_cast<std::size_t>(speed)];
    int frames = static_cast<int>(walk.frames);
    if (ui.slider("Frames from one to the next", frames, 2, static_cast<int>(kMaxFrames)))
      walk.frames = static_cast<unsigned>(frames);
    int how = walk.path == "slerp" ? 0 : 1;
    ui.label("Path");
    if (ui.choice("path", {"Slerp", "Lerp"}, how)) walk.path = how == 0 ? "slerp" : "lerp";
    prior_choice(ui, *session.models.shown(), walk);
    lengths(session, ui);
    ui.toggle("Back to the first (loop)", walk.loop);
    ui.gap(16);
    stations(session, ui);
  }

  std::string status(Session& session) const override {
    const Scene& walk = session.document;
    if (walk.stations.size() < 2) return "";
    const double a_leg = walk.frames - 1.0, frames = walk_legs(walk) * a_leg + (walk.loop ? 0 : 1);
    const double frame = std::min(std::floor(position_ * a_leg + 0.5) + 1, frames);
    return walk_place_words(static_cast<std::size_t>(frame), static_cast<std::size_t>(frames),
                            playing_ ? std::nullopt : reading_at_rest(session, "walk"));
  }

  std::optional<PickedDigit> digit(Session& session) const override {
    const Scene& walk = session.document;
    const auto answer = session.worker.answer("walk");
    if (playing_ || walk.stations.size() < 2 || answer == nullptr || answer->latents.dimension() != 2 ||
        session.worker.busy("walk"))
      return std::nullopt;
    const auto place = static_cast<std::size_t>(std::lround(position_));
    if (std::abs(position_ - static_cast<double>(place)) < 1e-6) {
      const Station& station = walk.stations[place % walk.stations.size()];
      return picked_digit(answer, 0, station, station_words(station));
    }
    Station between;
    between.edited.assign(answer->latents.begin(), answer->latents.end());
    between.label = std::max(0, label_of(session.models.shown()->spec(), walk.stations[place % walk.stations.size()]));
    if (session.models.shown()->spec().class_count == 0) between.label = -1;
    return picked_digit(answer, 0, between, "a digit of the walk", "walk");
  }

  bool run(Session& session, Action action) override {
    Scene& walk = session.document;
    switch (action) {
      case Action::play:
        playing_ = !playing_ && walk.stations.size() >= 2;
        if (playing_ && !walk.loop && position_ >= walk_legs(walk)) position_ = 0;
        return true;
      case Action::step_back:
      case Action::step_forward:
        playing_ = false;
        position_ = walk_place(
            walk, position_ + (action == Action::step_forward ? 1 : -1) / static_cast<double>(walk.frames - 1));
        return true;
      case Action::toggle_path:
        walk.path = walk.path == "slerp" ? "lerp" : "slerp";
        return true;
      case Action::toggle_loop:
        walk.loop = !walk.loop;
        return true;
      case Action::fresh:
        session.add_to_walk({session.fresh_seed(walk.stations.size()), 0, -1, {}});
        return true;
      default:
        return false;
    }
  }

  bool animating(const Session& session, double /*now*/) const override {
    return playing_ && session.models.shown() != nullptr;
  }

  std::vector<std::string> saves(const Session& /*session*/) const override {
    return {".gif", ".png", ".json", ".npy"};
  }
  std::shared_ptr<const Answer> latents(Session& session) const override {
    auto stations = std::make_shared<Answer>();
    stations->finished = true;
    const std::shared_ptr<const Model> model = session.models.shown();
    stations->latents = session.renderer.latents(model, session.document.stations, prior_of(session.document, *model));
    return stations;
  }

 private:
  void advance(Scene& walk, double elapsed) {
    if (walk.t != seen_t_) {  // opened, or brought back by undo
      position_ = walk.t * walk_legs(walk);
      playing_ = walk.play;
      walk.play = false;
    }
    position_ = walk_place(walk, position_);
    if (playing_) position_ = walk_place(walk, position_ + elapsed * walk.speed / kSecondsALeg);
    if (!walk.loop && position_ >= walk_legs(walk)) playing_ = false;
    if (!playing_) walk.t = std::round(position_ / walk_legs(walk) * 1e4) / 1e4;
    seen_t_ = walk.t;
  }

  void scrubber(Session& session, Ui& ui, ImVec2 from, ImVec2 to, double legs) {
    ImGui::SetCursorScreenPos(from);
    const float width = to.x - from.x, middle = std::floor((from.y + to.y) / 2), inset = ui.px(8);
    ui.area("way", {width, to.y - from.y});
    ui.mark("way");
    if (ImGui::IsItemActive()) {
      playing_ = false;
      const double t = (ImGui::GetIO().MousePos.x - from.x - inset) / (width - 2 * inset);
      // The end of a loop is its beginning: stop short of it, else the hand would jump back.
      position_ = std::clamp(t, 0.0, session.document.loop ? 0.9999 : 1.0) * legs;
    }
    const auto x_of = [&](double position) {
      return from.x + inset + static_cast<float>(position / legs) * (width - 2 * inset);
    };
    ui.draw()->AddLine({from.x + inset, middle}, {to.x - inset, middle}, ui.colour().line, ui.px(2));
    ui.draw()->AddLine({from.x + inset, middle}, {x_of(position_), middle}, ui.colour().accent, ui.px(2));
    for (int i = 0; i <= static_cast<int>(legs); ++i) {
      const ImVec2 dot{x_of(i), middle};
      ui.draw()->AddCircleFilled(dot, ui.px(4), ui.colour().paper);
      ui.draw()->AddCircle(dot, ui.px(4), i <= position_ ? ui.colour().accent : ui.colour().muted, 0, ui.px(2));
    }
    ui.draw()->AddCircleFilled({x_of(position_), middle}, ui.px(8), ui.colour().accent);
    if (ImGui::IsItemFocused() && !ImGui::IsItemHovered())
      ui.draw()->AddCircle({x_of(position_), middle}, ui.px(11), ui.colour().accent, 0, ui.px(1));
  }

  /// How long the latent is along the way: the straight line's dip is where the prior hardly ever goes.
  void lengths(Session& session, Ui& ui) {
    const Scene& walk = session.document;
    if (walk.stations.size() < 2) return;
    const std::shared_ptr<const Model> model = session.models.shown();
    const Tensor stations = session.renderer.latents(model, walk.stations, prior_of(walk, *model));
    Scene other = walk;
    const bool slerp = walk.path == "slerp";
    other.path = slerp ? "lerp" : "slerp";
    x_.clear(), this_.clear(), other_.clear();
    const double legs = walk_legs(walk);
    for (int i = 0; i <= 120; ++i) {
      const double position = legs * i / 120;
      x_.push_back(position + 1);
      const Tensor a = walk_latent(*model, stations, walk, position),
                   b = walk_latent(*model, stations, other, position);
      this_.push_back(lengths_of(a).front());
      other_.push_back(lengths_of(b).front());
    }
    ui.gap(8);
    plot(ui, "length", {ui.column(), ui.px(176)},
         {{slerp ? "slerp" : "lerp", &x_, &this_, ui.colour().accent, 0},
          {slerp ? "lerp" : "slerp", &x_, &other_, ui.colour().muted, 1}},
         length_view_, "");
    ui.paragraph("Length of the latent along the way. Lerp dips below what the model was trained on.");
    ui.gap(8);
  }

  void stations(Session& session, Ui& ui) {
    Scene& walk = session.document;
    const std::shared_ptr<const Model> model = session.models.shown();
    const ModelSpec& spec = model->spec();
    ui.label("Stations");
    ui.gap(8);
    const auto pictures = walk.stations.empty()
                              ? nullptr
                              : session.renderer.show("walk stations", model, walk.stations, prior_of(walk, *model));
    int remove = -1, up = -1;
    for (std::size_t i = 0; i < walk.stations.size(); ++i) {
      Station& station = walk.stations[i];
      ImGui::PushID(static_cast<int>(i));
      const std::string number = std::to_string(i + 1);
      if (ui.digit_button("station " + number, ui.pictures.small("walk stations", pictures, i), ui.px(48))) {
        position_ = static_cast<double>(i);
        playing_ = false;
      }
      ui.tip("Go there");
      ImGui::SameLine(0, ui.px(12));
      const float y = ImGui::GetCursorPosY();
      ImGui::SetCursorPosY(y + ui.px(6));
      if (spec.class_count > 0) {
        ImGui::BeginGroup();
        int label = label_of(spec, station);
        ImGui::SetNextItemWidth(ui.px(112));
        std::vector<std::string> classes;
        for (std::size_t c = 0; c < spec.class_count; ++c) classes.push_back("class " + class_name(spec, c));
        if (ui.combo("##class of station " + number, classes, label)) station.label = label;
        ImGui::EndGroup();
      } else {
        ImGui::SetCursorPosY(y + ui.px(16));
        ImGui::PushFont(ui.theme.font.small);
        ImGui::TextUnformatted(station_words(station).c_str());
        ImGui::PopFont();
      }
      ImGui::SameLine(ImGui::GetStyle().WindowPadding.x + ui.column_width - ui.px(76));
      ImGui::SetCursorPosY(y + ui.px(6));
      ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, ui.px(8)));
      ImGui::BeginDisabled(i == 0);
      if (ui.button("\u2191##up " + number, Ui::Kind::quiet, ui.px(36), "Earlier")) up = static_cast<int>(i);
      ImGui::EndDisabled();
      ImGui::SameLine(0, ui.px(4));
      if (ui.button("\u00d7##remove " + number, Ui::Kind::quiet, ui.px(36), "Remove")) remove = static_cast<int>(i);
      ui.mark("remove " + number);
      ImGui::PopStyleVar();
      ImGui::PopID();
    }
    if (up > 0) std::swap(walk.stations[static_cast<std::size_t>(up)], walk.stations[static_cast<std::size_t>(up) - 1]);
    if (remove >= 0) walk.stations.erase(walk.stations.begin() + remove);
    ui.gap(8);
    if (ui.button("Add a digit", Ui::Kind::plain, -FLT_MIN, "N")) run(session, Action::fresh);
  }

  double position_ = 0.0;  // in legs
  double seen_t_ = 0.0;    // the document's place when it was looked at last
  bool playing_ = false;
  std::vector<double> x_, this_, other_;
  PlotView length_view_;
};

}  // namespace

std::unique_ptr<Panel> walk_panel() { return std::make_unique<WalkPanel>(); }

}  // namespace latentwalk::viewer
