// The column at the left: the models at hand, and those opened before.

#include <algorithm>

#include "viewer/gui/readable.hpp"
#include "viewer/session/open_file.hpp"
#include "viewer/shell/shell.hpp"

namespace latentwalk::viewer {
namespace {

std::string second_line(const ModelEntry& entry) {
  if (entry.model == nullptr) return entry.loading ? "reading \u2026" : "cannot be read";
  const ModelSpec& spec = entry.model->spec();
  std::string text = spec.family == Family::gan ? "GAN" : "VAE";
  text += ", " + std::to_string(latent_dim(spec)) + " numbers";
  if (spec.class_count > 0) text += ", by class";
  if (!entry.message.empty()) text += ", file changed";
  return text;
}

/// A row of two lines; true if it was pressed.
bool row(Ui& ui, const std::string& id, const std::string& first, const std::string& second, bool selected) {
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, height = ui.px(second.empty() ? 32 : 52);
  const bool pressed = ui.area(id, {width, height});
  ui.mark(id);
  const ImVec2 to{from.x + width, from.y + height};
  const bool lit = ImGui::IsItemHovered() || ImGui::IsItemFocused();
  if (selected || lit) ui.draw()->AddRectFilled(from, to, selected ? ui.colour().paper : ui.colour().hover, ui.px(4));
  if (selected) ui.draw()->AddRectFilled(from, {from.x + ui.px(3), to.y}, ui.colour().accent, ui.px(2));
  ui.draw()->PushClipRect(from, to, true);
  ImFont* font = selected ? ui.theme.font.strong : ui.theme.font.body;
  const float size = font->FontSize * ImGui::GetIO().FontGlobalScale;
  ui.draw()->AddText(font, size, {from.x + ui.px(8), from.y + ui.px(second.empty() ? 6 : 7)}, ui.colour().text,
                     fitted(first, font, size, width - ui.px(16)).c_str());
  if (!second.empty()) {
    ImFont* small = ui.theme.font.small;
    ui.draw()->AddText(
        small, small->FontSize * ImGui::GetIO().FontGlobalScale, {from.x + ui.px(8), from.y + ui.px(29)},
        ui.colour().muted,
        fitted(second, small, small->FontSize * ImGui::GetIO().FontGlobalScale, width - ui.px(16)).c_str());
  }
  ui.draw()->PopClipRect();
  return pressed;
}

}  // namespace

bool models_column(Session& session, Ui& ui) {
  bool chosen = false;
  ui.column_width = 0;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, ui.px(4)));
  for (std::size_t i = 0; i < session.models.entries().size(); ++i) {
    const ModelEntry& entry = session.models.entries()[i];
    if (row(ui, "model " + std::to_string(i), entry.name, second_line(entry), i == session.models.current())) {
      session.models.select(i);
      chosen = true;
    }
    ui.tip(entry.message.empty() ? entry.path.c_str() : entry.message.c_str());
  }
  std::vector<std::string> recent;
  for (const std::string& path : session.settings.recent_models) {
    const auto& entries = session.models.entries();
    const bool here =
        std::any_of(entries.begin(), entries.end(), [&](const auto& entry) { return entry.path == path; });
    if (!here) recent.push_back(path);
  }
  const std::vector<std::string> scenes = session.settings.recent_scenes;
  if (!recent.empty() || !scenes.empty() || !session.settings.recent_runs.empty()) {
    ui.gap(16);
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + ui.px(8));
    ui.paragraph("Opened before");
  }
  for (const std::string& path : recent) {
    if (row(ui, path, std::filesystem::path(path).stem().string(), "", false)) {
      open_or_say(session, path);
      chosen = true;
    }
    ui.tip(path.c_str());
  }
  const std::vector<std::string> runs = session.settings.recent_runs;  // opening changes the list
  for (const std::string& path : runs) {
    if (row(ui, path, std::filesystem::path(path).filename().string() + "/", "", false)) {
      open_or_say(session, path);
      chosen = true;
    }
    ui.tip(path.c_str());
  }
  for (const std::string& path : scenes) {
    if (row(ui, path, std::filesystem::path(path).filename().string(), "", false)) {
      open_or_say(session, path);
      chosen = true;
    }
    ui.tip(path.c_str());
  }
  ImGui::PopStyleVar();
  return chosen;
}

}  // namespace latentwalk::viewer
