// Dimensions: one digit, and every number that it is made of.

#include <algorithm>
#include <cmath>

#include "latentwalk/rng.hpp"
#include "support/files.hpp"
#include "viewer/core/words.hpp"
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
    const std::size_t look = look_of(session.document, spec);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float foot = ui.px(136);
    const std::vector<float> latent = latent_here(session);
    Tensor here = zeros({1, latent.size()});
    std::copy(latent.begin(), latent.end(), here.data());
    const auto answer =
        session.renderer.show("dimensions", model, here, labels(session, 1), RenderWorker::Urgency::now);
    const float side = std::min({size.x, size.y - foot - ui.px(16), ui.px(720)});
    const Region place = large_digit(ui, "dimensions", answer, 0, {corner.x + (size.x - side) / 2, corner.y},
                                     {corner.x + (size.x + side) / 2, corner.y + size.y - foot - ui.px(16)});
    ui.mark("digit in hand", place.from, place.to);

    // What the number touched last does, from one end of its range to the other.
    const Tensor along = along_coordinate(spec, latent, look, kStrip);
    const std::size_t count = std::min(along.shape(0), kStrip);
    const auto strip = session.renderer.show("along", model, rows_of(along, 0, count), labels(session, count));
    const Coordinate at = coordinate_of(spec, look);
    const bool categorical = at.block->prior == LatentBlock::Prior::categorical;
    const float gap = ui.px(8), across = static_cast<float>(count);
    const float width = std::min((size.x - gap * (across - 1)) / across, ui.px(72));
    const float height = width * static_cast<float>(spec.image_height) / static_cast<float>(spec.image_width);
    const float left = corner.x + std::floor((size.x - across * width - gap * (across - 1)) / 2);
    const float top = corner.y + size.y - height - ui.px(32);
    ui.centred_text({corner.x, top - ui.px(32)}, {corner.x + size.x, top - ui.px(8)},
                    effect_words(coordinate_name(session, spec, look)), ui.theme.font.small, ui.colour().muted);
    for (std::size_t i = 0; i < count; ++i) {
      const ImVec2 from{std::floor(left + static_cast<float>(i) * (width + gap)), std::floor(top)};
      const ImVec2 to{from.x + std::floor(width), from.y + std::floor(height)};
      ImGui::SetCursorScreenPos(from);
      ImGui::PushID(static_cast<int>(i));
      if (ui.area("along", {to.x - from.x, to.y - from.y}))
        set_to(session, latent, {along.data() + i * latent.size(), along.data() + (i + 1) * latent.size()});
      ImGui::PopID();
      ui.digit(ui.pictures.small("along", strip, i), from, to);
      ui.mark("along " + std::to_string(i), from, to);
      const float* value = along.data() + i * latent.size();
      const bool is_here = categorical
                               ? std::equal(latent.begin(), latent.end(), value)
                               : std::abs(value[look] - latent[look]) <= (at.high - at.low) / (2 * (across - 1));
      if (is_here)
        ui.ring(from, to, ui.colour().accent);
      else if (ImGui::IsItemHovered() || ImGui::IsItemFocused())
        ui.ring(from, to, ui.colour().line);
      const std::string text = categorical ? std::to_string(i) : number_text("%+.1f", value[look]);
      // Where there is no room for all of them, the ends and the middle.
      if (!categorical && width + gap < ui.px(36) && i != 0 && i != count / 2 && i + 1 != count) continue;
      ui.centred_text({from.x - ui.px(16), to.y + ui.px(4)}, {to.x + ui.px(16), to.y + ui.px(24)}, text,
                      ui.theme.font.small, ui.colour().muted);
    }
  }

  void controls(Session& session, Ui& ui) override {
    const ModelSpec& spec = session.models.shown()->spec();
    Scene& document = session.document;
    ui.heading("Dimensions");
    ui.paragraph("One digit (" + station_words(document.base) +
                 ") and the numbers it is made from. Move one and see what it does.");
    ui.gap(8);
    const float half = std::floor((ui.column() - ui.px(8)) / 2);
    if (ui.button("New digit", Ui::Kind::primary, half, "N")) run(session, Action::fresh);
    ImGui::SameLine(0, ui.px(8));
    ImGui::BeginDisabled(document.z.empty());
    if (ui.button("As drawn", Ui::Kind::plain, half, "R: without the changes")) run(session, Action::reset);
    ImGui::EndDisabled();
    ui.gap(8);
    if (ui.button("Add to the walk", Ui::Kind::plain, -FLT_MIN)) session.add_to_walk(station(session));
    if (spec.class_count > 0) ui.gap(8);
    class_choice(ui, "Class", spec, document.digit, false, std::max(document.base.label, 0));
    prior_choice(ui, *session.models.shown(), document);
    ui.gap(16);
    blocks(session, ui, spec);
  }

  std::string status(Session& session) const override {
    const Station& base = session.document.base;
    return dimension_words(session.document.z.size(),
                           station_sentence(base.seed, base.index, base.label, !base.edited.empty(),
                                            session.models.shown()->spec().classes),
                           reading_at_rest(session, "dimensions"));
  }

  std::optional<PickedDigit> digit(Session& session) const override {
    if (session.worker.busy("dimensions")) return std::nullopt;
    const Station here = station(session);
    const bool is_changed = !session.document.z.empty();
    return picked_digit(session.worker.answer("dimensions"), 0, here,
                        is_changed ? "your changed digit" : station_words(here), is_changed ? "dimensions" : "");
  }

  bool run(Session& session, Action action) override {
    Scene& document = session.document;
    if (action == Action::fresh) {
      document.base = {session.fresh_seed(7 * document.base.seed), 0, document.base.label, {}};
      document.z.clear();
      return true;
    }
    if (action == Action::reset) {
      document.z.clear();
      return true;
    }
    return false;
  }

  std::vector<std::string> saves(const Session& /*session*/) const override { return {".png", ".npy", ".json"}; }
  std::shared_ptr<const Answer> latents(Session& session) const override { return session.worker.answer("dimensions"); }

 private:
  static std::size_t look_of(const Scene& scene, const ModelSpec& spec) {
    return scene.look && *scene.look < latent_dim(spec) ? *scene.look : first_code(spec);
  }

  /// The base with its changes.
  static std::vector<float> latent_here(const Session& session) {
    return changed_latent(*session.models.shown(), session.document);
  }

  static std::vector<std::int32_t> labels(const Session& session, std::size_t count) {
    const std::size_t classes = session.models.shown()->spec().class_count;
    if (classes == 0) return {};
    const int label = session.document.digit ? static_cast<int>(*session.document.digit) : session.document.base.label;
    return std::vector<std::int32_t>(count, std::max(label, 0) % static_cast<int>(classes));
  }

  static Station station(const Session& session) {
    Station here = session.document.base;
    if (!session.document.z.empty()) here.edited = latent_here(session);
    if (const std::vector<std::int32_t> label = labels(session, 1); !label.empty()) here.label = label.front();
    return here;
  }

  /// Notes as changes in what `to` differs from the latent that is shown, in thousandths, as a scene holds them.
  static void set_to(Session& session, const std::vector<float>& shown, const std::vector<float>& to) {
    for (std::size_t i = 0; i < to.size(); ++i)
      if (to[i] != shown[i]) session.document.z[i] = std::round(static_cast<double>(to[i]) * 1000) / 1000;
  }

  /// With what a code does, once that is known.
  static std::string coordinate_name(Session& session, const ModelSpec& spec, std::size_t coordinate) {
    const Coordinate at = coordinate_of(spec, coordinate);
    const std::string name = at.block->dim == 1 || at.block->prior == LatentBlock::Prior::categorical
                                 ? at.block->name
                                 : at.block->name + " " + std::to_string(at.index + 1);
    const auto meanings = session.reader.meanings(session.models.shown());
    const CodeMeanings::Block* known = meanings != nullptr ? meanings->at(at.first) : nullptr;
    return readable(known != nullptr && at.index < known->coordinates.size()
                        ? code_does(name, known->coordinates[at.index])
                        : name);
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
      ui.gap(16);
      if (spec.latent.size() > 1) {
        ImGui::PushFont(ui.theme.font.strong);
        ImGui::TextUnformatted(readable(block->name).c_str());
        ImGui::PopFont();
      }
      if (block->prior == LatentBlock::Prior::categorical) {
        one_of(session, ui, *block, start);
      } else {
        sliders(session, ui, spec, *block, start);
      }
    }
  }

  void one_of(Session& session, Ui& ui, const LatentBlock& block, std::size_t first) {
    const std::vector<float> latent = latent_here(session);
    int chosen = static_cast<int>(std::max_element(latent.begin() + static_cast<std::ptrdiff_t>(first),
                                                   latent.begin() + static_cast<std::ptrdiff_t>(first + block.dim)) -
                                  latent.begin()) -
                 static_cast<int>(first);
    const int before = chosen;
    const auto meanings = session.reader.meanings(session.models.shown());
    const CodeMeanings::Block* known = meanings != nullptr ? meanings->at(first) : nullptr;
    for (std::size_t row = 0; row < block.dim; row += 5) {
      std::vector<std::string> options;
      for (std::size_t i = row; i < std::min(row + 5, block.dim); ++i)
        options.push_back(known != nullptr && i < known->values.size() ? code_draws(i, known->values[i].digit)
                                                                       : std::to_string(i + 1));
      int in_row = chosen - static_cast<int>(row);
      if (ui.choice(block.name + (row > 0 ? "##" + std::to_string(row) : ""), options, in_row))
        chosen = in_row + static_cast<int>(row);
    }
    if (known != nullptr && static_cast<std::size_t>(chosen) < known->values.size()) {
      const auto& [digit, share] = known->values[static_cast<std::size_t>(chosen)];
      ui.paragraph(code_draws_how(digit, share));
      ui.mark("what " + block.name + " draws");
    }
    if (chosen == before) return;
    std::vector<float> edited = latent;
    std::fill_n(edited.begin() + static_cast<std::ptrdiff_t>(first), block.dim, 0.0F);
    edited[first + static_cast<std::size_t>(chosen)] = 1.0F;
    set_to(session, latent, edited);
    session.document.look = first + static_cast<std::size_t>(chosen);
  }

  void sliders(Session& session, Ui& ui, const ModelSpec& spec, const LatentBlock& block, std::size_t first) {
    const std::vector<float> latent = latent_here(session);
    const std::size_t look = look_of(session.document, spec);
    const Coordinate range = coordinate_of(spec, first);
    const float number_width = ui.px(36), value_width = ui.px(48), again_width = ui.px(28), track = ui.px(28);
    // A code says above its slider what it does.
    const float above = block.prior == LatentBlock::Prior::uniform ? ui.px(24) : 0.0F, row = track + above;
    const float left = ImGui::GetCursorPosX(), width = ui.column();
    ImGui::PushFont(ui.theme.font.small);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    const float text_down = std::floor((track - ImGui::GetTextLineHeight()) / 2);
    // Only the rows in sight are laid out: a model may have hundreds of numbers.
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(block.dim), row);
    while (clipper.Step()) {
      for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
        const std::size_t index = first + static_cast<std::size_t>(i);
        const std::string label = block.name + " " + std::to_string(i + 1);
        const float top = ImGui::GetCursorPosY();
        const ImVec2 at{left, top + above};
        ImGui::PushID(static_cast<int>(index));
        if (above > 0) {
          ImGui::SetCursorPos({left, top + above - ImGui::GetTextLineHeight()});
          const std::string name = coordinate_name(session, spec, index);
          ImGui::TextUnformatted(fitted(name, ui.theme.font.small, ImGui::GetFontSize(), width).c_str());
          ui.mark("name of " + label);
        }
        ImGui::SetCursorPos({at.x, at.y + text_down});
        ImGui::PushStyleColor(ImGuiCol_Text, index == look ? ui.colour().text : ui.colour().muted);
        ImGui::TextUnformatted(std::to_string(i + 1).c_str());
        ImGui::PopStyleColor();
        double number = latent[index];
        ImGui::SetCursorPos({at.x + number_width, at.y + ui.px(4)});
        const bool moved =
            ui.track(label, number, range.low, range.high, "%.2f", width - number_width - value_width - again_width);
        ui.mark(label);
        if (ImGui::IsItemActive() || ImGui::IsItemFocused()) session.document.look = index;
        const std::string shown = number_text("%.2f", number);
        ImGui::SetCursorPos({at.x + width - again_width - ImGui::CalcTextSize(shown.c_str()).x, at.y + text_down});
        ImGui::TextUnformatted(shown.c_str());
        ImGui::SetCursorPos({at.x + width - again_width + ui.px(4), at.y + ui.px(2)});
        const ImVec2 again = ImGui::GetCursorScreenPos();
        const bool fresh = ui.area("new", {again_width - ui.px(4), track - ui.px(4)});
        ui.mark("new " + label);
        const bool lit = ImGui::IsItemHovered() || ImGui::IsItemFocused();
        ui.centred_text(again, {again.x + again_width - ui.px(4), again.y + track - ui.px(4)}, "\u21bb",
                        ui.theme.font.small, lit ? ui.colour().text : ui.colour().muted);
        ui.tip("Draw this number anew");
        if (fresh) {
          Rng rng(session.document.seed + 1000003 * index + static_cast<std::uint64_t>(std::abs(number) * 1e6));
          number = block.prior == LatentBlock::Prior::uniform ? block.low + (block.high - block.low) * rng.uniform()
                                                              : rng.normal();
          session.document.look = index;
        }
        if (moved || fresh) {
          session.document.z[index] = std::round(number * 1000) / 1000;
        }
        ImGui::PopID();
        ImGui::SetCursorPos({at.x, at.y + track});
      }
    }
    ImGui::PopStyleVar();
    ImGui::PopFont();
  }
};

}  // namespace

std::unique_ptr<Panel> dimensions_panel() { return std::make_unique<DimensionsPanel>(); }

}  // namespace latentwalk::viewer
