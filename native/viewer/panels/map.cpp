// Map: a plane of latent space to move over. For a VAE with test digits where the encoder puts them; for a GAN through
// three digits.

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "latentwalk/plane.hpp"
#include "support/spec_words.hpp"
#include "viewer/core/words.hpp"
#include "viewer/panels/map_trail.hpp"
#include "viewer/panels/panel.hpp"
#include "viewer/panels/parts.hpp"
#include "viewer/panels/test_digit_map.hpp"

namespace latentwalk::viewer {
namespace {

class MapPanel : public Panel {
 public:
  const char* id() const override { return view::kMap; }
  const char* title() const override { return "Map"; }

  void stage(Session& session, Ui& ui, ImVec2 size) override {
    const std::shared_ptr<const Model> model = session.models.shown();
    const bool encodes = model->has_encoder();
    if (encodes) {
      map_.prepare(session, model);
      plane_ = map_.plane;
    } else {
      plane_ = map_plane(*model, session.document);
    }
    if (encodes && !map_.is_waiting && map_.own && session.document.x == 0.0 && session.document.y == 0.0) {
      session.document.x = rounded_place(map_.own->first);
      session.document.y = rounded_place(map_.own->second);
    }
    shown_ = shown_part(plane_, session.document);
    walked_.reset();
    if (trail_.playing()) walked_ = trail_.walk(session.document, ui.elapsed);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float gap = ui.px(32), under = ui.px(32);
    const float side = std::floor(std::min(size.y, (size.x - gap) * 0.64F));
    const ImVec2 from{corner.x, corner.y + std::floor((size.y - side) / 2)}, to{from.x + side, from.y + side};

    tiles(session, ui, model, from, to);
    if (encodes) map_.show(session, ui, from, to);

    ImGui::SetCursorScreenPos(from);
    ui.area("map", {side, side});
    ui.mark("map");
    Scene& scene = session.document;
    if (ImGui::IsItemActive()) {
      const ImVec2 mouse = ImGui::GetIO().MousePos;
      const Place under_mouse{value_at(shown_.left, (mouse.x - from.x) / side),
                              value_at(shown_.bottom, (to.y - mouse.y) / side)};
      pause(scene);
      if (trail_.draws())
        trail_.extend(under_mouse, shown_.side * ui.px(6) / side);
      else
        std::tie(scene.x, scene.y) = under_mouse;
    }
    if (ImGui::IsItemDeactivated()) trail_.finish(scene);
    if (ImGui::IsItemHovered() && ImGui::GetIO().MouseWheel != 0.0F)
      scene.zoom = rounded_place(std::clamp(scene.zoom * std::pow(1.25, ImGui::GetIO().MouseWheel), 0.5, 16.0));
    const auto share = [&](double value, double low) {
      return static_cast<float>(std::clamp((value - low) / shown_.side, 0.0, 1.0));
    };
    ui.draw()->PushClipRect(from, to, true);
    trail_.show(scene, ui, [&](const Place& place) {
      return ImVec2(from.x + static_cast<float>((place.first - shown_.left) / shown_.side) * side,
                    to.y - static_cast<float>((place.second - shown_.bottom) / shown_.side) * side);
    });
    ui.draw()->PopClipRect();
    const auto [x, y] = point(session);
    const ImVec2 at{from.x + share(x, shown_.left) * side, to.y - share(y, shown_.bottom) * side};
    ui.draw()->AddLine({at.x, from.y}, {at.x, to.y}, faded(ui.colour().accent, 0.35F), 1);
    ui.draw()->AddLine({from.x, at.y}, {to.x, at.y}, faded(ui.colour().accent, 0.35F), 1);
    ui.draw()->AddCircleFilled(at, ui.px(7), ui.colour().paper);
    ui.draw()->AddCircle(at, ui.px(7), ui.colour().accent, 0, ui.px(2));
    if (ImGui::IsItemFocused() && !ImGui::IsItemHovered()) ui.draw()->AddRect(from, to, ui.colour().line);

    const Tensor place = here(session);
    const auto answer =
        session.renderer.show("map", model, plane_points(plane_.corners, place), {}, RenderWorker::Urgency::now,
                              map_classes(model->spec(), encodes, scene, place));
    const ImVec2 right_from{to.x + gap, corner.y}, right_to{corner.x + size.x, corner.y + size.y - under};
    const Region region = large_digit(ui, "map", answer, 0, right_from, right_to);
    ui.mark("digit at the place", region.from, region.to);
    caption(ui, region, "The digit at " + number_text("%.2f", x) + ", " + number_text("%.2f", y));
  }

  void controls(Session& session, Ui& ui) override {
    Scene& scene = session.document;
    const std::shared_ptr<const Model> model = session.models.shown();
    ui.heading("Map");
    ui.paragraph(
        model->has_encoder()
            ? "Each numeral is a test digit where the encoder puts it, and shows its class. Drag over the map; "
              "the digit at the right is what the decoder draws there."
            : "This model has no encoder: the map is the plane through three digits. Drag over it, or use the "
              "two sliders.");
    ui.gap(8);
    if (model->has_encoder()) {
      if (latent_dim(model->spec()) != 2) plane_choice(session, ui);
    } else if (ui.button("New corners", Ui::Kind::primary, -FLT_MIN, "N")) {
      run(session, Action::fresh);
    }
    ui.gap(8);
    auto [x, y] = point(session);
    if (ui.slider("Across", x, plane_.low, plane_.high)) pause(scene), scene.x = rounded_place(x);
    if (ui.slider("Up", y, plane_.low, plane_.high)) pause(scene), scene.y = rounded_place(y);
    ui.gap(8);
    trail_.controls(session, ui);
    if (map_.encoded != nullptr && model->has_encoder())
      ui.paragraph(with_commas(map_.encoded->codes.mean.shape(0)) +
                   (spans_codes(model->spec(), true, scene)
                        ? " test digits; the axes are the two directions in which they spread "
                          "most (principal components)."
                        : " test digits by two of their coordinates; the digit has 0 for all "
                          "others."));
    if (!model->has_encoder()) {
      ui.gap(8);
      corners(session, ui);
    }
    if (model->spec().class_count > 0) ui.gap(8);
    class_choice(ui, "Class of the map", model->spec(), scene.digit, false);
    ui.gap(16);
    if (ui.button("Explore its dimensions", Ui::Kind::plain, -FLT_MIN)) session.take_in_hand(station(session));
    if (ui.button("Add to the walk", Ui::Kind::plain, -FLT_MIN)) session.add_to_walk(station(session));
  }

  std::string status(Session& session) const override {
    const auto [x, y] = point(session);
    return map_place_words(x, y, trail_.playing() ? std::nullopt : reading_at_rest(session, "map"));
  }

  std::optional<PickedDigit> digit(Session& session) const override {
    const auto answer = session.worker.answer("map");
    const bool waits = session.models.shown()->has_encoder() && map_.is_waiting;
    if (waits || trail_.playing() || session.worker.busy("map")) return std::nullopt;
    return picked_digit(answer, 0, station(session),
                        "the digit at " + number_words(session.document.x, 2) + ", " +
                            number_words(session.document.y, 2) + " of the map",
                        "map");
  }

  bool run(Session& session, Action action) override {
    Scene& scene = session.document;
    if (action == Action::fresh && !session.models.shown()->has_encoder()) {
      const std::uint64_t seed = session.fresh_seed(scene.corners[0].seed);
      for (std::size_t i = 0; i < 3; ++i) scene.corners[i] = {seed, i, -1, {}};
      return true;
    }
    if (action == Action::play && scene.trail.size() >= 4) {
      trail_.toggle(scene);
      walked_.reset();
      return true;
    }
    if (action == Action::reset) {
      pause(scene);
      scene.x = scene.y = scene.cx = scene.cy = 0.0;
      scene.zoom = 1.0;
      return true;
    }
    return false;
  }

  std::vector<std::string> saves(const Session& /*session*/) const override { return {".png", ".npy", ".json"}; }
  std::shared_ptr<const Answer> latents(Session& session) const override { return session.worker.answer("map"); }
  bool animating(const Session& session, double /*now*/) const override {
    return trail_.playing() && session.models.shown() != nullptr;
  }

 private:
  /// The value at a share of an axis, as a scene holds it.
  double value_at(double low, float share) const {
    return rounded_place(low + std::clamp(share, 0.0F, 1.0F) * shown_.side);
  }
  static double rounded_place(double value) { return std::round(value * 1000) / 1000; }

  /// The place on the map, on a walk that of the walk.
  Place point(const Session& session) const { return walked_.value_or(Place(session.document.x, session.document.y)); }
  /// The same, (1, 2).
  Tensor here(const Session& session) const {
    Tensor place = zeros({1, 2});
    const auto [x, y] = point(session);
    place(0, 0) = static_cast<float>(x);
    place(0, 1) = static_cast<float>(y);
    return place;
  }
  void pause(Scene& scene) {
    trail_.pause(scene);
    walked_.reset();
  }

  Station station(const Session& session) const {
    const ModelSpec& spec = session.models.shown()->spec();
    const Tensor latent = plane_points(plane_.corners, here(session));
    Station station;
    station.edited.assign(latent.begin(), latent.end());
    station.label = spec.class_count > 0 ? static_cast<int>(session.document.digit.value_or(0) % spec.class_count) : -1;
    return station;
  }

  /// What the plane shows everywhere, faint under the numerals of real digits.
  void tiles(Session& session, Ui& ui, const std::shared_ptr<const Model>& model, ImVec2 from, ImVec2 to) {
    const bool encodes = model->has_encoder();
    const MapTiles tiles = map_tiles(plane_, session.document);
    const Tensor places = tile_places(plane_, tiles);
    const auto grid =
        session.renderer.show("map tiles", model, plane_points(plane_.corners, places), {}, RenderWorker::Urgency::soon,
                              map_classes(model->spec(), encodes, session.document, places));
    const double scale = (to.x - from.x) / shown_.side, middle = (plane_.low + plane_.high) / 2;
    const auto cell = static_cast<float>(tiles.side * scale);
    const auto left = static_cast<float>((middle + static_cast<double>(tiles.left) * tiles.side - shown_.left) * scale);
    const auto top =
        static_cast<float>((middle + static_cast<double>(tiles.top + 1) * tiles.side - shown_.bottom) * scale);
    ui.draw()->PushClipRect(from, to, true);
    for (std::size_t i = 0; i < places.shape(0); ++i) {
      const ImVec2 at{from.x + left + static_cast<float>(i % tiles.columns) * cell,
                      to.y - top + static_cast<float>(i / tiles.columns) * cell};
      const Region place = ui.fit(static_cast<float>(model->spec().image_width),
                                  static_cast<float>(model->spec().image_height), at, {at.x + cell, at.y + cell});
      ui.digit(ui.pictures.small("map tiles", grid, i), place.from, place.to, encodes ? 0.16F : 0.5F);
      ui.mark("tile " + std::to_string(i), place.from, place.to);
    }
    ui.draw()->PopClipRect();
  }

  void plane_choice(Session& session, Ui& ui) {
    Scene& scene = session.document;
    const int dim = static_cast<int>(latent_dim(session.models.shown()->spec()));
    int kind = scene.plane == "projection" ? 0 : 1;
    ui.label("Axes");
    if (ui.choice("axes", {"Widest spread", "Two coordinates"}, kind)) {
      scene.plane = kind == 0 ? "projection" : "axes";
      scene.x = scene.y = 0.0;
    }
    if (scene.plane == "projection") return;
    coordinate(ui, "Coordinate across", dim, scene.across, scene.up);
    coordinate(ui, "Coordinate up", dim, scene.up, scene.across);
  }

  /// A slider that passes over the other axis's coordinate.
  static void coordinate(Ui& ui, const char* label, int dim, unsigned& value, unsigned other) {
    const int before = static_cast<int>(value);
    int now = before;
    if (!ui.slider(label, now, 0, dim - 1)) return;
    if (now == static_cast<int>(other)) now += now > before ? 1 : -1;
    if (now >= 0 && now < dim) value = static_cast<unsigned>(now);
  }

  void corners(Session& session, Ui& ui) {
    Scene& scene = session.document;
    ui.label("Corners");
    ui.gap(8);
    const std::shared_ptr<const Model> model = session.models.shown();
    Tensor places = zeros({3, 2});
    places(1, 0) = places(2, 1) = 1.0F;
    const auto pictures =
        session.renderer.show("corners", model, session.renderer.latents(model, scene.corners, Prior::standard), {},
                              RenderWorker::Urgency::soon, map_classes(model->spec(), false, scene, places));
    const ModelSpec& spec = session.models.shown()->spec();
    const float widest = (ui.column() - ui.px(32)) / 3;
    const float height =
        std::min(ui.px(72), widest * static_cast<float>(spec.image_height) / static_cast<float>(spec.image_width));
    for (std::size_t i = 0; i < 3; ++i) {
      if (i > 0) ImGui::SameLine(0, ui.px(16));
      ImGui::BeginGroup();
      const std::string number = std::to_string(i + 1);
      if (ui.digit_button("corner digit " + number, ui.pictures.small("corners", pictures, i), height))
        scene.x = i == 1 ? 1.0 : 0.0, scene.y = i == 2 ? 1.0 : 0.0;
      ui.tip("Go there");
      ImGui::PushID(static_cast<int>(i));
      const float width = ImGui::GetItemRectSize().x;
      ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(ui.px(4), ui.px(8)));
      if (ui.button("New##corner " + number, Ui::Kind::plain, width))
        scene.corners[i] = {session.fresh_seed(scene.corners[i].seed * 31 + i), i, scene.corners[i].label, {}};
      ui.mark("New corner " + number);
      ImGui::PopStyleVar();
      ImGui::PopID();
      ImGui::EndGroup();
    }
  }

  MapPlane plane_;
  MapPart shown_;
  TestDigitMap map_;
  MapTrail trail_;
  std::optional<Place> walked_;  // where the walk along the path is, while it plays
};

}  // namespace

std::unique_ptr<Panel> map_panel() { return std::make_unique<MapPanel>(); }

}  // namespace latentwalk::viewer
