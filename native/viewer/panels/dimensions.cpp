// Dimensions: one digit, and every number that it is made of.

#include <algorithm>
#include <cmath>

#include "latentwalk/rng.hpp"
#include "support/files.hpp"
#include "viewer/core/exports.hpp"
#include "viewer/gui/readable.hpp"
#include "viewer/panels/panel.hpp"
#include "viewer/panels/parts.hpp"

namespace latentwalk::viewer {
namespace {

class DimensionsPanel : public Panel {
 public:
  const char* id() const override { return view::kDimensions; }
  const char* title() const override { return "Dimensions"; }

  void stage(Session& session, Ui& ui, ImVec2 size) override {
    const std::shared_ptr<const Model> model = session.models.shown();
    const ModelSpec& spec = model->spec();
    coordinate_ = std::min(coordinate_, latent_dim(spec) - 1);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float foot = ui.px(136);
    const auto answer = session.renderer.show("hand", model, {session.document.hand}, RenderWorker::Urgency::now);
    const float side = std::min({size.x, size.y - foot - ui.px(16), ui.px(448)});
    const Region place = large_digit(ui, "hand", answer, 0, {corner.x + (size.x - side) / 2, corner.y},
                                     {corner.x + (size.x + side) / 2, corner.y + size.y - foot - ui.px(16)});
    ui.mark("digit in hand", place.from, place.to);

    // What the number touched last does, from one end of its range to the other.
    const std::vector<float> latent = latent_of(spec, session.document.hand);
    const Tensor along = along_coordinate(spec, latent, coordinate_, kSteps);
    const std::size_t count = along.shape(0);
    std::vector<std::int32_t> labels;
    if (spec.class_count > 0) labels.assign(count, label_of(spec, session.document.hand));
    const auto strip = session.renderer.show("along", model, along, labels);
    const Coordinate at = coordinate_of(spec, coordinate_);
    const bool categorical = at.block->prior == LatentBlock::Prior::categorical;
    const float gap = ui.px(8), across = static_cast<float>(count);
    const float width = std::min((size.x - gap * (across - 1)) / across, ui.px(72));
    const float height = width * static_cast<float>(spec.image_height) / static_cast<float>(spec.image_width);
    const float left = corner.x + std::floor((size.x - across * width - gap * (across - 1)) / 2);
    const float top = corner.y + size.y - height - ui.px(32);
    ui.centred_text({corner.x, top - ui.px(32)}, {corner.x + size.x, top - ui.px(8)},
                    "What \u201c" + coordinate_name(spec, coordinate_) + "\u201d does", ui.theme.font.small,
                    ui.colour().muted);
    for (std::size_t i = 0; i < count; ++i) {
      const ImVec2 from{std::floor(left + static_cast<float>(i) * (width + gap)), std::floor(top)};
      const ImVec2 to{from.x + std::floor(width), from.y + std::floor(height)};
      ImGui::SetCursorScreenPos(from);
      ImGui::PushID(static_cast<int>(i));
      if (ui.area("along", {to.x - from.x, to.y - from.y}))
        session.document.hand.edited.assign(along.data() + i * latent.size(), along.data() + (i + 1) * latent.size());
      ImGui::PopID();
      ui.digit(ui.pictures.small("along", strip, i), from, to);
      ui.mark("along " + std::to_string(i), from, to);
      const float* value = along.data() + i * latent.size();
      const bool here =
          categorical ? std::equal(latent.begin(), latent.end(), value)
                      : std::abs(value[coordinate_] - latent[coordinate_]) <= (at.high - at.low) / (2 * (across - 1));
      if (here)
        ui.ring(from, to, ui.colour().accent);
      else if (ImGui::IsItemHovered() || ImGui::IsItemFocused())
        ui.ring(from, to, ui.colour().line);
      const std::string text = categorical ? std::to_string(i) : number_text("%+.1f", value[coordinate_]);
      ui.centred_text({from.x - gap, to.y + ui.px(4)}, {to.x + gap, to.y + ui.px(24)}, text, ui.theme.font.small,
                      ui.colour().muted);
    }
  }

  void controls(Session& session, Ui& ui) override {
    const ModelSpec& spec = session.models.shown()->spec();
    Station& hand = session.document.hand;
    ui.heading("Dimensions");
    ui.paragraph("One digit (" + station_words(hand) +
                 ") and the numbers it is made from. Move one and see what it does.");
    ui.gap(8);
    const float half = std::floor((ui.column() - ui.px(8)) / 2);
    if (ui.button("New digit", Ui::Kind::primary, half, "N")) run(session, Action::fresh);
    ImGui::SameLine(0, ui.px(8));
    ImGui::BeginDisabled(hand.edited.empty());
    if (ui.button("As drawn", Ui::Kind::plain, half, "R: back to the seed's numbers")) run(session, Action::reset);
    ImGui::EndDisabled();
    ui.gap(8);
    if (ui.button("Add to the walk", Ui::Kind::plain, -FLT_MIN)) session.add_to_walk(hand);
    if (spec.class_count > 0) {
      ui.gap(8);
      int label = label_of(spec, hand);
      if (ui.slider("Class", label, 0, static_cast<int>(spec.class_count) - 1, "%.0f")) hand.label = label;
    }
    ui.gap(16);
    blocks(session, ui, spec);
  }

  bool run(Session& session, Action action) override {
    Station& hand = session.document.hand;
    if (action == Action::fresh) {
      hand = {session.fresh_seed(7 * hand.seed), 0, hand.label, {}};
      return true;
    }
    if (action == Action::reset) {
      hand.edited.clear();
      return true;
    }
    return false;
  }

  std::vector<std::string> saves(const Session& /*session*/) const override { return {".png", ".npy", ".json"}; }
  void save(Session& session, const std::filesystem::path& path) override {
    const std::shared_ptr<const Answer> answer = session.worker.answer("hand");
    if (extension_of(path) == ".npy") return save_latents(path, answer.get());
    if (extension_of(path) == ".png") {
      SheetStyle style;
      style.scale = 16;
      style.dark = session.settings.dark;
      return save_sheet(path, answer.get(), style);
    }
    Scene scene;
    scene.view = Scene::View::dimension;
    scene.models = {session.models.reference()};
    scene.station = session.document.hand;
    scene.coordinate = coordinate_;
    scene.dark = session.settings.dark;
    save_scene(path, scene, *session.models.shown());
  }

 private:
  static constexpr std::size_t kSteps = 9;

  static std::string coordinate_name(const ModelSpec& spec, std::size_t coordinate) {
    const Coordinate at = coordinate_of(spec, coordinate);
    if (at.block->dim == 1 || at.block->prior == LatentBlock::Prior::categorical) return at.block->name;
    return at.block->name + " " + std::to_string(at.index + 1);
  }

  /// Codes first: they are few and have a meaning; then the noise.
  void blocks(Session& session, Ui& ui, const ModelSpec& spec) {
    std::vector<std::pair<const LatentBlock*, std::size_t>> order;
    std::size_t first = 0;
    for (const LatentBlock& block : spec.latent) {
      order.emplace_back(&block, first);
      first += block.dim;
    }
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return a.first->dim < b.first->dim; });
    for (const auto& [block, start] : order) {
      ui.gap(8);
      if (spec.latent.size() > 1) {
        ImGui::PushFont(ui.theme.font.strong);
        ImGui::TextUnformatted(readable(block->name).c_str());
        ImGui::PopFont();
      }
      if (block->prior == LatentBlock::Prior::categorical) {
        one_of(session, ui, spec, *block, start);
      } else {
        sliders(session, ui, spec, *block, start);
      }
    }
  }

  void one_of(Session& session, Ui& ui, const ModelSpec& spec, const LatentBlock& block, std::size_t first) {
    const std::vector<float> latent = latent_of(spec, session.document.hand);
    int chosen = static_cast<int>(std::max_element(latent.begin() + static_cast<std::ptrdiff_t>(first),
                                                   latent.begin() + static_cast<std::ptrdiff_t>(first + block.dim)) -
                                  latent.begin()) -
                 static_cast<int>(first);
    const int before = chosen;
    for (std::size_t row = 0; row < block.dim; row += 5) {
      std::vector<std::string> options;
      for (std::size_t i = row; i < std::min(row + 5, block.dim); ++i) options.push_back(std::to_string(i + 1));
      int in_row = chosen - static_cast<int>(row);
      if (ui.choice(block.name + (row > 0 ? "##" + std::to_string(row) : ""), options, in_row))
        chosen = in_row + static_cast<int>(row);
    }
    if (chosen == before) return;
    std::vector<float>& edited = session.document.hand.edited;
    edited = latent;
    std::fill_n(edited.begin() + static_cast<std::ptrdiff_t>(first), block.dim, 0.0F);
    edited[first + static_cast<std::size_t>(chosen)] = 1.0F;
    coordinate_ = first;
  }

  void sliders(Session& session, Ui& ui, const ModelSpec& spec, const LatentBlock& block, std::size_t first) {
    std::vector<float> latent = latent_of(spec, session.document.hand);
    const Coordinate range = coordinate_of(spec, first);
    const float number_width = ui.px(36), value_width = ui.px(48), again_width = ui.px(28), row = ui.px(28);
    const float left = ImGui::GetCursorPosX(), width = ui.column();
    ImGui::PushFont(ui.theme.font.small);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    const float text_down = std::floor((row - ImGui::GetTextLineHeight()) / 2);
    // Only the rows in sight are laid out: a model may have hundreds of numbers.
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(block.dim), row);
    while (clipper.Step()) {
      for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
        const std::size_t index = first + static_cast<std::size_t>(i);
        const std::string label = block.name + " " + std::to_string(i + 1);
        const ImVec2 at{left, ImGui::GetCursorPosY()};
        ImGui::PushID(static_cast<int>(index));
        ImGui::SetCursorPos({at.x, at.y + text_down});
        ImGui::PushStyleColor(ImGuiCol_Text, index == coordinate_ ? ui.colour().text : ui.colour().muted);
        ImGui::TextUnformatted(std::to_string(i + 1).c_str());
        ImGui::PopStyleColor();
        double number = latent[index];
        ImGui::SetCursorPos({at.x + number_width, at.y + ui.px(4)});
        const bool moved =
            ui.track(label, number, range.low, range.high, "%.2f", width - number_width - value_width - again_width);
        ui.mark(label);
        if (ImGui::IsItemActive() || ImGui::IsItemFocused()) coordinate_ = index;
        const std::string shown = number_text("%.2f", number);
        ImGui::SetCursorPos({at.x + width - again_width - ImGui::CalcTextSize(shown.c_str()).x, at.y + text_down});
        ImGui::TextUnformatted(shown.c_str());
        ImGui::SetCursorPos({at.x + width - again_width + ui.px(4), at.y + ui.px(2)});
        const ImVec2 again = ImGui::GetCursorScreenPos();
        const bool fresh = ui.area("new", {again_width - ui.px(4), row - ui.px(4)});
        ui.mark("new " + label);
        const bool lit = ImGui::IsItemHovered() || ImGui::IsItemFocused();
        ui.centred_text(again, {again.x + again_width - ui.px(4), again.y + row - ui.px(4)}, "\u21bb",
                        ui.theme.font.small, lit ? ui.colour().text : ui.colour().muted);
        ui.tip("Draw this number anew");
        if (fresh) {
          Rng rng(session.document.seed + 1000003 * index + static_cast<std::uint64_t>(std::abs(number) * 1e6));
          number = block.prior == LatentBlock::Prior::uniform ? block.low + (block.high - block.low) * rng.uniform()
                                                              : rng.normal();
          coordinate_ = index;
        }
        if (moved || fresh) {
          latent[index] = static_cast<float>(number);
          session.document.hand.edited = latent;
        }
        ImGui::PopID();
        ImGui::SetCursorPos({at.x, at.y + row});
      }
    }
    ImGui::PopStyleVar();
    ImGui::PopFont();
  }

  std::size_t coordinate_ = 0;  // the one touched last
};

}  // namespace

std::unique_ptr<Panel> dimensions_panel() { return std::make_unique<DimensionsPanel>(); }

}  // namespace latentwalk::viewer
