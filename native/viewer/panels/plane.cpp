// Plane: a flat piece of latent space to move about in. Through three digits, or a map of the encoded test digits.

#include "latentwalk/plane.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "latentwalk/error.hpp"
#include "support/files.hpp"
#include "support/spec_words.hpp"
#include "viewer/core/exports.hpp"
#include "viewer/core/jobs.hpp"
#include "viewer/panels/panel.hpp"
#include "viewer/panels/parts.hpp"
#include "viewer/panels/test_digit_map.hpp"

namespace latentwalk::viewer {
namespace {

constexpr std::size_t kSide = 11;  // digits along an edge

class PlanePanel : public Panel {
 public:
  const char* id() const override { return view::kPlane; }
  const char* title() const override { return "Plane"; }

  void stage(Session& session, Ui& ui, ImVec2 size) override {
    const std::shared_ptr<const Model> model = session.models.shown();
    Plane& plane = session.document.plane;
    const bool map = is_map(session);
    if (map) map_.prepare(session, model);

    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float gap = ui.px(32), under = ui.px(32);
    const float side = std::floor(std::min(size.y, (size.x - gap) * 0.64F));
    const ImVec2 from{corner.x, corner.y + std::floor((size.y - side) / 2)}, to{from.x + side, from.y + side};

    backdrop(session, ui, model, from, to, map);
    if (map) map_.show(session, ui, from, to);

    ImGui::SetCursorScreenPos(from);
    ui.area("plane", {side, side});
    ui.mark("plane");
    if (ImGui::IsItemActive()) {
      const ImVec2 mouse = ImGui::GetIO().MousePos;
      move(plane, map, std::clamp((mouse.x - from.x) / side, 0.0F, 1.0F),
           std::clamp((mouse.y - from.y) / side, 0.0F, 1.0F));
    }
    const auto [u, v] = hand(plane, map);
    const ImVec2 at{from.x + static_cast<float>(u) * side, from.y + static_cast<float>(v) * side};
    ui.draw()->AddLine({at.x, from.y}, {at.x, to.y}, faded(ui.colour().accent, 0.35F), 1);
    ui.draw()->AddLine({from.x, at.y}, {to.x, at.y}, faded(ui.colour().accent, 0.35F), 1);
    ui.draw()->AddCircleFilled(at, ui.px(7), ui.colour().paper);
    ui.draw()->AddCircle(at, ui.px(7), ui.colour().accent, 0, ui.px(2));
    if (ImGui::IsItemFocused() && !ImGui::IsItemHovered()) ui.draw()->AddRect(from, to, ui.colour().line);

    const auto answer = session.renderer.show("plane", model, point(session, model), labels(session, model, 1),
                                              RenderWorker::Urgency::now);
    const ImVec2 right_from{to.x + gap, corner.y}, right_to{corner.x + size.x, corner.y + size.y - under};
    const Region place = large_digit(ui, "plane", answer, 0, right_from, right_to);
    ui.mark("digit at the hand", place.from, place.to);
    const std::string where = map ? number_text("%+.2f", plane.x) + ", " + number_text("%+.2f", plane.y)
                                  : number_text("%.2f", plane.u) + ", " + number_text("%.2f", plane.v);
    caption(ui, place, "The digit at " + where);
  }

  void controls(Session& session, Ui& ui) override {
    Plane& plane = session.document.plane;
    const bool has_encoder = session.models.shown()->has_encoder();
    ui.heading("Plane");
    int mode = is_map(session) ? 1 : 0;
    if (has_encoder) {
      if (ui.choice("plane of", {"Three digits", "Map"}, mode)) plane.map = mode == 1;
    }
    ui.paragraph(mode == 1
                     ? "Each figure is a test digit where the encoder puts it, told by its class. Drag over the map; "
                       "the digit at the right is what the decoder makes there."
                     : "A flat cut through latent space with three digits at its corners. Drag over it, or use "
                       "the two sliders.");
    if (!has_encoder) ui.paragraph("This model has no encoder, so it has no map of test digits.");
    ui.gap(8);
    if (mode == 1) {
      map_controls(session, ui);
    } else {
      if (ui.button("New corners", Ui::Kind::primary, -FLT_MIN, "N")) run(session, Action::fresh);
      ui.gap(8);
      ui.slider("Towards the second digit", plane.u, 0.0, 1.0);
      ui.slider("Towards the third digit", plane.v, 0.0, 1.0);
      ui.gap(8);
      corners(session, ui);
    }
    if (const ModelSpec& spec = session.models.shown()->spec(); spec.class_count > 0) {
      ui.gap(8);
      int label = label_of(spec, plane.corners[0]);
      one_class_choice(ui, "Class of the plane", spec, label);
      if (label != label_of(spec, plane.corners[0])) plane.corners[0].label = label;
    }
    ui.gap(16);
    const Station here = station(session);
    if (ui.button("Explore its dimensions", Ui::Kind::plain, -FLT_MIN)) session.take_in_hand(here);
    if (ui.button("Add to the walk", Ui::Kind::plain, -FLT_MIN)) session.add_to_walk(here);
  }

  bool run(Session& session, Action action) override {
    Plane& plane = session.document.plane;
    if (action == Action::fresh && !is_map(session)) {
      const std::uint64_t seed = session.fresh_seed(plane.corners[0].seed);
      for (std::size_t i = 0; i < 3; ++i) plane.corners[i] = {seed, i, i == 0 ? plane.corners[0].label : -1, {}};
      return true;
    }
    if (action == Action::reset) {
      plane.u = plane.v = 0.5;
      plane.x = plane.y = 0.0;
      return true;
    }
    return false;
  }

  std::vector<std::string> saves(const Session& session) const override {
    // A scene holds a plane through three digits; the map is saved as a picture.
    if (session.models.shown() == nullptr || is_map(session)) return {".png", ".npy"};
    return {".png", ".npy", ".json"};
  }
  void save(Session& session, const std::filesystem::path& path) override {
    if (extension_of(path) == ".npy") return save_latents(path, session.worker.answer("plane").get());
    if (is_map(session)) {
      SheetStyle style;
      style.columns = kSide;
      style.dark = session.settings.dark;
      style.gutter = 0;
      return save_sheet(path, session.worker.answer("plane grid").get(), style);
    }
    Scene scene;
    scene.view = Scene::View::plane;
    scene.models = {session.models.reference()};
    const std::vector<Station> corners = corner_stations(session);
    std::copy(corners.begin(), corners.end(), scene.corners.begin());
    scene.rows = scene.columns = kSide;
    scene.dark = session.settings.dark;
    save_scene(path, scene, *session.models.shown());
  }

 private:
  bool is_map(const Session& session) const {
    return session.document.plane.map && session.models.shown()->has_encoder();
  }

  /// The hand's place in the square, 0 to 1 from the left and the top.
  std::pair<double, double> hand(const Plane& plane, bool map) const {
    if (!map) return {plane.u, plane.v};
    return {std::clamp((plane.x - map_.low.x) / (map_.high.x - map_.low.x), 0.0, 1.0),
            std::clamp((plane.y - map_.low.y) / (map_.high.y - map_.low.y), 0.0, 1.0)};
  }
  void move(Plane& plane, bool map, double u, double v) const {
    if (map) {
      plane.x = map_.low.x + u * (map_.high.x - map_.low.x);
      plane.y = map_.low.y + v * (map_.high.y - map_.low.y);
    } else {
      plane.u = u;
      plane.v = v;
    }
  }

  /// The corners; of a conditional model all of one class, the plane's.
  std::vector<Station> corner_stations(const Session& session) const {
    std::vector<Station> stations(session.document.plane.corners.begin(), session.document.plane.corners.end());
    if (const ModelSpec& spec = session.models.shown()->spec(); spec.class_count > 0)
      for (Station& station : stations) station.label = label_of(spec, stations.front());
    return stations;
  }

  /// The latent at the hand.
  Tensor point(Session& session, const std::shared_ptr<const Model>& model) const {
    const Plane& plane = session.document.plane;
    const std::size_t dim = latent_dim(model->spec());
    Tensor latent = zeros({1, dim});
    if (is_map(session)) {
      const std::vector<float> at = map_.projection.latent(plane.x, plane.y);
      std::copy(at.begin(), at.end(), latent.data());
      return latent;
    }
    const Tensor corner = session.renderer.latents(model, corner_stations(session));
    for (std::size_t i = 0; i < dim; ++i) {
      const double o = corner.data()[i];
      latent.data()[i] =
          static_cast<float>(o + plane.u * (corner.data()[dim + i] - o) + plane.v * (corner.data()[2 * dim + i] - o));
    }
    return latent;
  }

  std::vector<std::int32_t> labels(const Session& session, const std::shared_ptr<const Model>& model,
                                   std::size_t count) const {
    if (model->spec().class_count == 0) return {};
    return std::vector<std::int32_t>(count, label_of(model->spec(), session.document.plane.corners[0]));
  }

  Station station(Session& session) const {
    const Tensor latent = point(session, session.models.shown());
    Station here = session.document.plane.corners[0];
    here.edited.assign(latent.begin(), latent.end());
    here.label = session.models.shown()->spec().class_count > 0 ? label_of(session.models.shown()->spec(), here) : -1;
    return here;
  }

  /// What the plane shows everywhere, faint.
  void backdrop(Session& session, Ui& ui, const std::shared_ptr<const Model>& model, ImVec2 from, ImVec2 to, bool map) {
    Tensor latents;
    if (map) {
      latents = zeros({kSide * kSide, latent_dim(model->spec())});
      for (std::size_t i = 0; i < kSide * kSide; ++i) {
        const double u = (static_cast<double>(i % kSide) + 0.5) / kSide,
                     v = (static_cast<double>(i / kSide) + 0.5) / kSide;
        const std::vector<float> at = map_.projection.latent(map_.low.x + u * (map_.high.x - map_.low.x),
                                                             map_.low.y + v * (map_.high.y - map_.low.y));
        std::copy(at.begin(), at.end(), latents.data() + i * at.size());
      }
    } else {
      latents = latentwalk::plane(session.renderer.latents(model, corner_stations(session)), kSide, kSide);
    }
    const auto grid = session.renderer.show("plane grid", model, latents, labels(session, model, kSide * kSide));
    const float cell = (to.x - from.x) / kSide;
    for (std::size_t i = 0; i < kSide * kSide; ++i) {
      const ImVec2 at{from.x + static_cast<float>(i % kSide) * cell, from.y + static_cast<float>(i / kSide) * cell};
      const Region place = ui.fit(static_cast<float>(model->spec().image_width),
                                  static_cast<float>(model->spec().image_height), at, {at.x + cell, at.y + cell});
      ui.digit(ui.pictures.small("plane grid", grid, i), place.from, place.to, map ? 0.16F : 0.5F);
      ui.mark("cell " + std::to_string(i), place.from, place.to);
    }
    if (map) return;
    // The corners' digits in full: they are the three that were chosen.
    const std::array<std::size_t, 3> at{0, kSide - 1, kSide * (kSide - 1)};
    for (std::size_t k = 0; k < 3; ++k) {
      const Region place = ui.regions["cell " + std::to_string(at[k])];
      ui.digit(ui.pictures.small("plane grid", grid, at[k]), place.from, place.to);
    }
  }

  void map_controls(Session& session, Ui& ui) {
    Plane& plane = session.document.plane;
    const int dim = static_cast<int>(latent_dim(session.models.shown()->spec()));
    int axes = plane.projection ? 0 : 1;
    ui.label("Axes");
    if (ui.choice("axes", {"Widest spread", "Two numbers"}, axes)) plane.projection = axes == 0;
    if (!plane.projection) {
      int first = plane.axis_x + 1, second = plane.axis_y + 1;
      if (ui.slider("To the right: number", first, 1, dim)) plane.axis_x = first - 1;
      if (ui.slider("Downwards: number", second, 1, dim)) plane.axis_y = second - 1;
    }
    ui.gap(8);
    ui.slider("Across", plane.x, map_.low.x, map_.high.x);
    ui.slider("Down", plane.y, map_.low.y, map_.high.y);
    if (map_.encoded != nullptr)
      ui.paragraph(with_commas(map_.encoded->codes.mean.shape(0)) +
                   (plane.projection ? " test digits; the axes are the two directions in which they spread most "
                                       "(principal components)."
                                     : " test digits by two of their numbers; the digit has 0 for all others."));
  }

  void corners(Session& session, Ui& ui) {
    Plane& plane = session.document.plane;
    ui.label("Corners");
    ui.gap(8);
    const auto pictures = session.renderer.show("corners", session.models.shown(), corner_stations(session));
    const ModelSpec& spec = session.models.shown()->spec();
    const float widest = (ui.column() - ui.px(32)) / 3;
    const float height =
        std::min(ui.px(72), widest * static_cast<float>(spec.image_height) / static_cast<float>(spec.image_width));
    for (std::size_t i = 0; i < 3; ++i) {
      if (i > 0) ImGui::SameLine(0, ui.px(16));
      ImGui::BeginGroup();
      const std::string number = std::to_string(i + 1);
      if (ui.digit_button("corner digit " + number, ui.pictures.small("corners", pictures, i), height))
        plane.u = i == 1 ? 1.0 : 0.0, plane.v = i == 2 ? 1.0 : 0.0;
      ui.tip("Go there");
      ImGui::PushID(static_cast<int>(i));
      const float width = ImGui::GetItemRectSize().x;
      ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(ui.px(4), ui.px(8)));
      if (ui.button("New##corner " + number, Ui::Kind::plain, width))
        plane.corners[i] = {session.fresh_seed(plane.corners[i].seed * 31 + i), i, plane.corners[i].label, {}};
      ui.mark("New corner " + number);
      ImGui::PopStyleVar();
      ImGui::PopID();
      ImGui::EndGroup();
    }
  }

  TestDigitMap map_;
};

}  // namespace

std::unique_ptr<Panel> plane_panel() { return std::make_unique<PlanePanel>(); }

}  // namespace latentwalk::viewer
