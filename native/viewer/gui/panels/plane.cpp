// Plane: a flat piece of latent space to move about in. Through three digits, or a map of the encoded test digits.

#include <algorithm>
#include <array>
#include <cmath>

#include "latentwalk/error.hpp"
#include "support/spec_words.hpp"
#include "viewer/core/projection.hpp"
#include "viewer/gui/app.hpp"
#include "viewer/gui/exports.hpp"
#include "viewer/gui/panels/parts.hpp"

namespace latentwalk::viewer {
namespace {

constexpr std::size_t kSide = 11;  // digits along an edge

class PlanePanel : public Panel {
 public:
  const char* name() const override { return "Plane"; }

  void stage(App& app, ImVec2 size) override {
    const std::shared_ptr<const Model> model = app.model();
    Plane& plane = app.document.plane;
    const bool map = is_map(app);
    if (map) prepare_map(app, model);

    Ui& ui = app.ui;
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float gap = ui.px(32), under = ui.px(32);
    const float side = std::floor(std::min(size.y, (size.x - gap) * 0.64F));
    const ImVec2 from{corner.x, corner.y + std::floor((size.y - side) / 2)}, to{from.x + side, from.y + side};

    backdrop(app, model, from, to, map);
    if (map) test_digits(app, from, to);

    ImGui::SetCursorScreenPos(from);
    ImGui::InvisibleButton("plane", {side, side});
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

    const auto answer = app.show("plane", model, point(app, model), labels(app, model, 1), RenderWorker::Urgency::now);
    const ImVec2 right_from{to.x + gap, corner.y}, right_to{corner.x + size.x, corner.y + size.y - under};
    const Region place = large_digit(app, "plane", answer, 0, right_from, right_to);
    ui.mark("digit at the hand", place.from, place.to);
    const std::string where = map ? number_text("%+.2f", plane.x) + ", " + number_text("%+.2f", plane.y)
                                  : number_text("%.2f", plane.u) + ", " + number_text("%.2f", plane.v);
    caption(ui, place, "The digit at " + where);
  }

  void controls(App& app) override {
    Ui& ui = app.ui;
    Plane& plane = app.document.plane;
    const bool has_encoder = app.model()->has_encoder();
    ui.heading("Plane");
    int mode = is_map(app) ? 1 : 0;
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
      map_controls(app);
    } else {
      if (ui.button("New corners", Ui::Kind::primary, -FLT_MIN, "N")) run(app, Action::fresh);
      ui.gap(8);
      ui.slider("Towards the second digit", plane.u, 0.0, 1.0);
      ui.slider("Towards the third digit", plane.v, 0.0, 1.0);
      ui.gap(8);
      corners(app);
    }
    ui.gap(16);
    const Station here = station(app);
    if (ui.button("Explore its dimensions", Ui::Kind::plain, -FLT_MIN)) app.take_in_hand(here);
    if (ui.button("Add to the walk", Ui::Kind::plain, -FLT_MIN)) app.add_to_walk(here);
  }

  bool run(App& app, Action action) override {
    Plane& plane = app.document.plane;
    if (action == Action::fresh && !is_map(app)) {
      const std::uint64_t seed = app.fresh_seed() + plane.corners[0].seed;
      for (std::size_t i = 0; i < 3; ++i) plane.corners[i] = {seed % 1000000, i, -1, {}};
      return true;
    }
    if (action == Action::reset) {
      plane.u = plane.v = 0.5;
      plane.x = plane.y = 0.0;
      return true;
    }
    return false;
  }

  std::vector<std::string> saves(const App& app) const override {
    // A scene holds a plane through three digits; the map is saved as a picture.
    if (app.model() == nullptr || is_map(app)) return {".png", ".npy"};
    return {".png", ".npy", ".json"};
  }
  void save(App& app, const std::filesystem::path& path) override {
    if (path.extension() == ".npy") return save_latents(path, app.worker.answer("plane").get());
    if (is_map(app)) {
      SheetStyle style;
      style.columns = kSide;
      style.dark = app.settings.dark;
      style.gutter = 0;
      return save_sheet(path, app.worker.answer("plane grid").get(), style);
    }
    Scene scene;
    scene.view = Scene::View::plane;
    scene.models = {app.model_reference()};
    scene.corners = app.document.plane.corners;
    scene.rows = scene.columns = kSide;
    scene.dark = app.settings.dark;
    save_scene(path, scene, *app.model());
  }

 private:
  bool is_map(const App& app) const { return app.document.plane.map && app.model()->has_encoder(); }

  /// The hand's place in the square, 0 to 1 from the left and the top.
  std::pair<double, double> hand(const Plane& plane, bool map) const {
    if (!map) return {plane.u, plane.v};
    return {std::clamp((plane.x - low_.x) / (high_.x - low_.x), 0.0, 1.0),
            std::clamp((plane.y - low_.y) / (high_.y - low_.y), 0.0, 1.0)};
  }
  void move(Plane& plane, bool map, double u, double v) const {
    if (map) {
      plane.x = low_.x + u * (high_.x - low_.x);
      plane.y = low_.y + v * (high_.y - low_.y);
    } else {
      plane.u = u;
      plane.v = v;
    }
  }

  /// The latent at the hand.
  Tensor point(App& app, const std::shared_ptr<const Model>& model) const {
    const Plane& plane = app.document.plane;
    const std::size_t dim = latent_dim(model->spec());
    Tensor latent = zeros({1, dim});
    if (is_map(app)) {
      const std::vector<float> at = projection_.latent(plane.x, plane.y);
      std::copy(at.begin(), at.end(), latent.data());
      return latent;
    }
    const Tensor corner = app.latents(model, {plane.corners.begin(), plane.corners.end()});
    for (std::size_t i = 0; i < dim; ++i) {
      const double o = corner.data()[i];
      latent.data()[i] =
          static_cast<float>(o + plane.u * (corner.data()[dim + i] - o) + plane.v * (corner.data()[2 * dim + i] - o));
    }
    return latent;
  }

  std::vector<std::int32_t> labels(const App& app, const std::shared_ptr<const Model>& model, std::size_t count) const {
    if (model->spec().class_count == 0) return {};
    return std::vector<std::int32_t>(count, label_of(model->spec(), app.document.plane.corners[0]));
  }

  Station station(App& app) const {
    const Tensor latent = point(app, app.model());
    Station here = app.document.plane.corners[0];
    here.edited.assign(latent.begin(), latent.end());
    here.label = app.model()->spec().class_count > 0 ? label_of(app.model()->spec(), here) : -1;
    return here;
  }

  /// What the plane shows everywhere, faint.
  void backdrop(App& app, const std::shared_ptr<const Model>& model, ImVec2 from, ImVec2 to, bool map) {
    const Plane& plane = app.document.plane;
    Tensor latents;
    if (map) {
      latents = zeros({kSide * kSide, latent_dim(model->spec())});
      for (std::size_t i = 0; i < kSide * kSide; ++i) {
        const double u = (static_cast<double>(i % kSide) + 0.5) / kSide,
                     v = (static_cast<double>(i / kSide) + 0.5) / kSide;
        const std::vector<float> at =
            projection_.latent(low_.x + u * (high_.x - low_.x), low_.y + v * (high_.y - low_.y));
        std::copy(at.begin(), at.end(), latents.data() + i * at.size());
      }
    } else {
      latents = latentwalk::plane(app.latents(model, {plane.corners.begin(), plane.corners.end()}), kSide, kSide);
    }
    const auto grid = app.show("plane grid", model, latents, labels(app, model, kSide * kSide));
    const float cell = (to.x - from.x) / kSide;
    for (std::size_t i = 0; i < kSide * kSide; ++i) {
      const ImVec2 at{from.x + static_cast<float>(i % kSide) * cell, from.y + static_cast<float>(i / kSide) * cell};
      const Region place = app.ui.fit(static_cast<float>(model->spec().image_width),
                                      static_cast<float>(model->spec().image_height), at, {at.x + cell, at.y + cell});
      app.ui.digit(app.pictures.small("plane grid", grid, i), place.from, place.to, map ? 0.16F : 0.5F);
      app.ui.mark("cell " + std::to_string(i), place.from, place.to);
    }
    if (map) return;
    // The corners' digits in full: they are the three that were chosen.
    const std::array<std::size_t, 3> at{0, kSide - 1, kSide * (kSide - 1)};
    for (std::size_t k = 0; k < 3; ++k) {
      const Region place = app.ui.regions["cell " + std::to_string(at[k])];
      app.ui.digit(app.pictures.small("plane grid", grid, at[k]), place.from, place.to);
    }
  }

  /// Encodes the test digits once a model, and chooses axes and extent.
  void prepare_map(App& app, const std::shared_ptr<const Model>& model) {
    const std::size_t dim = latent_dim(model->spec());
    Plane& plane = app.document.plane;
    plane.axis_x = std::min(plane.axis_x, static_cast<int>(dim) - 1);
    plane.axis_y = std::min(plane.axis_y, static_cast<int>(dim) - 1);
    const Digits* digits = app.digits();
    const bool fits = digits != nullptr && digits->width == model->spec().image_width &&
                      digits->height == model->spec().image_height && model->spec().class_count == 0;
    if (fits && encoded_for_ != model) {
      encoded_for_ = model;
      app.worker.submit("map", encode_job(model, *app.digits_pixels(), {}, false));
    }
    const auto answer = fits ? app.worker.answer("map") : nullptr;
    encoded_ =
        answer != nullptr && answer->finished && answer->error.empty() && answer->model == model ? answer : nullptr;
    if (!plane.projection || encoded_ == nullptr) {
      projection_ =
          coordinate_plane(dim, static_cast<std::size_t>(plane.axis_x), static_cast<std::size_t>(plane.axis_y));
      low_ = {-3, -3};
      high_ = {3, 3};
      return;
    }
    if (principal_for_ != encoded_) {
      principal_for_ = encoded_;
      principal_ = principal_plane(encoded_->codes.mean);
    }
    projection_ = principal_;
    low_ = {-3.5, -3.5};
    high_ = {3.5, 3.5};
  }

  /// The test digits' classes as figures, where the encoder puts them.
  void test_digits(App& app, ImVec2 from, ImVec2 to) const {
    const Digits* digits = app.digits();
    Ui& ui = app.ui;
    if (encoded_ == nullptr || digits == nullptr) {
      std::string text = app.worker.busy("map") ? "Encoding the test digits \u2026" : "";
      if (digits == nullptr) {
        text = app.digits_message;
      } else if (text.empty()) {
        text = "The test digits at hand do not fit this model.";
      }
      if (!text.empty()) ui.centred_text(from, {to.x, from.y + ui.px(48)}, text, ui.theme.font.small, ui.colour().text);
      return;
    }
    ImFont* font = ui.theme.font.small;
    const float size = font->FontSize * ImGui::GetIO().FontGlobalScale * 0.86F;
    const std::size_t dim = encoded_->codes.mean.shape(1), count = encoded_->codes.mean.shape(0);
    ui.draw()->PushClipRect(from, to, true);
    for (std::size_t n = 0; n < count; ++n) {
      const auto [x, y] = projection_.place(encoded_->codes.mean.data() + n * dim);
      const float px = from.x + static_cast<float>((x - low_.x) / (high_.x - low_.x)) * (to.x - from.x);
      const float py = from.y + static_cast<float>((y - low_.y) / (high_.y - low_.y)) * (to.y - from.y);
      const char figure[2] = {static_cast<char>('0' + digits->labels[n]), 0};
      ui.draw()->AddText(font, size, {px - size * 0.3F, py - size * 0.5F}, faded(ui.colour().ink, 0.9F), figure);
    }
    ui.draw()->PopClipRect();
  }

  void map_controls(App& app) {
    Ui& ui = app.ui;
    Plane& plane = app.document.plane;
    const int dim = static_cast<int>(latent_dim(app.model()->spec()));
    int axes = plane.projection ? 0 : 1;
    ui.label("Axes");
    if (ui.choice("axes", {"Widest spread", "Two numbers"}, axes)) plane.projection = axes == 0;
    if (!plane.projection) {
      int first = plane.axis_x + 1, second = plane.axis_y + 1;
      if (ui.slider("To the right: number", first, 1, dim)) plane.axis_x = first - 1;
      if (ui.slider("Downwards: number", second, 1, dim)) plane.axis_y = second - 1;
    }
    ui.gap(8);
    ui.slider("Across", plane.x, low_.x, high_.x);
    ui.slider("Down", plane.y, low_.y, high_.y);
    if (encoded_ != nullptr)
      ui.paragraph(with_commas(encoded_->codes.mean.shape(0)) +
                   (plane.projection ? " test digits; the axes are the two directions in which they spread most "
                                       "(principal components)."
                                     : " test digits by two of their numbers; the digit has 0 for all others."));
  }

  void corners(App& app) {
    Ui& ui = app.ui;
    Plane& plane = app.document.plane;
    ui.label("Corners");
    ui.gap(8);
    const std::vector<Station> stations(plane.corners.begin(), plane.corners.end());
    const auto pictures = app.show("corners", app.model(), stations);
    const ModelSpec& spec = app.model()->spec();
    const float widest = (ui.column() - ui.px(32)) / 3;
    const float height =
        std::min(ui.px(72), widest * static_cast<float>(spec.image_height) / static_cast<float>(spec.image_width));
    for (std::size_t i = 0; i < 3; ++i) {
      if (i > 0) ImGui::SameLine(0, ui.px(16));
      ImGui::BeginGroup();
      const std::string number = std::to_string(i + 1);
      if (ui.digit_button("corner digit " + number, app.pictures.small("corners", pictures, i), height))
        plane.u = i == 1 ? 1.0 : 0.0, plane.v = i == 2 ? 1.0 : 0.0;
      ui.tip("Go there");
      ImGui::PushID(static_cast<int>(i));
      const float width = ImGui::GetItemRectSize().x;
      ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(ui.px(4), ui.px(8)));
      if (ui.button("New##corner " + number, Ui::Kind::plain, width))
        plane.corners[i] = {(plane.corners[i].seed * 31 + app.fresh_seed() + i) % 1000000, i, -1, {}};
      ui.mark("New corner " + number);
      ImGui::PopStyleVar();
      ImGui::PopID();
      ImGui::EndGroup();
    }
  }

  struct Point {
    double x = -3, y = -3;
  };
  Projection projection_, principal_;
  Point low_, high_{3, 3};
  std::shared_ptr<const Model> encoded_for_;
  std::shared_ptr<const Answer> encoded_, principal_for_;
};

}  // namespace

std::unique_ptr<Panel> plane_panel() { return std::make_unique<PlanePanel>(); }

}  // namespace latentwalk::viewer
