#include "viewer/panels/parts.hpp"

#include <algorithm>
#include <cmath>

namespace latentwalk::viewer {

Region Grid::place(std::size_t index) const {
  const auto column = static_cast<float>(index % columns), row = static_cast<float>(index / columns);
  const ImVec2 from{corner.x + column * (width + gutter), corner.y + row * (height + gutter)};
  return {from, {from.x + width, from.y + height}};
}

Grid digit_grid(const Ui& ui, ImVec2 size, std::size_t count, std::size_t columns, const ModelSpec& spec) {
  Grid best;
  const double ratio = static_cast<double>(spec.image_height) / static_cast<double>(spec.image_width);
  const std::size_t step = std::max<std::size_t>(columns, 1);
  for (std::size_t c = std::min(step, count); c <= count; c += step) {
    const auto across = static_cast<float>(c), down = static_cast<float>((count + c - 1) / c);
    const float gutter = ui.px(count > 100 ? 4 : 8);
    const float most = ui.px(count == 1 ? 448 : 168);  // larger would show the pixels and not the digits
    const float width = std::min((size.x - (across - 1) * gutter) / across,
                                 (size.y - (down - 1) * gutter) / down / static_cast<float>(ratio));
    const float whole = std::floor(std::min(width, most));
    if (whole <= best.width) continue;
    best.count = count;
    best.columns = c;
    best.width = whole;
    best.height = std::floor(whole * static_cast<float>(ratio));
    best.gutter = gutter;
  }
  // Of two layouts with digits of one size the squarer comes first, as it has fewer columns.
  if (best.width < 1)
    best.width = best.height = 1, best.count = count, best.columns = std::max<std::size_t>(columns, 1);
  const auto across = static_cast<float>(best.columns),
             down = static_cast<float>((count + best.columns - 1) / best.columns);
  best.corner = {std::floor((size.x - across * best.width - (across - 1) * best.gutter) / 2),
                 std::floor((size.y - down * best.height - (down - 1) * best.gutter) / 2)};
  best.corner.x = std::max(0.0F, best.corner.x);
  best.corner.y = std::max(0.0F, best.corner.y);
  return best;
}

namespace {

void class_buttons(Ui& ui, const std::string& name, const ModelSpec& spec, bool all, int& label) {
  ui.label(name);
  const int low = all ? -1 : 0;
  if (!spec.classes.empty()) {
    std::vector<std::string> names = spec.classes;
    if (all) names.insert(names.begin(), "All");
    int chosen = label - low;
    if (ui.combo("##" + name, names, chosen)) label = chosen + low;
    return;
  }
  if (spec.class_count > 10) {
    ui.slider("##" + name, label, low, static_cast<int>(spec.class_count) - 1, label < 0 ? "all" : "%.0f");
    return;
  }
  std::vector<std::string> options;
  if (all) options.emplace_back("All");
  for (std::size_t i = 0; i < spec.class_count; ++i) options.push_back(std::to_string(i));
  int chosen = label - low;
  // Two rows: eleven buttons would be too narrow for a finger.
  const std::size_t half = (options.size() + 1) / 2;
  std::vector<std::string> first(options.begin(), options.begin() + static_cast<std::ptrdiff_t>(half)),
      second(options.begin() + static_cast<std::ptrdiff_t>(half), options.end());
  if (second.size() < first.size()) second.emplace_back("##none");
  if (ui.choice(name, first, chosen)) label = chosen + low;
  int rest = chosen - static_cast<int>(half);
  if (ui.choice(name + "##2", second, rest) && rest + static_cast<int>(half) < static_cast<int>(options.size()))
    label = rest + static_cast<int>(half) + low;
}

}  // namespace

void class_choice(Ui& ui, const std::string& name, const ModelSpec& spec, std::optional<std::size_t>& label, bool any,
                  int otherwise) {
  if (spec.class_count == 0) return;
  const int before = label ? static_cast<int>(*label % spec.class_count) : any ? -1 : otherwise;
  int chosen = before;
  class_buttons(ui, name, spec, any, chosen);
  if (chosen == before) return;
  label.reset();
  if (chosen >= 0) label = static_cast<std::size_t>(chosen);
}

void prior_choice(Ui& ui, const Model& model, Scene& scene) {
  if (model.fitted_prior() == nullptr) return;
  int chosen = prior_of(scene, model) == Prior::fitted ? 0 : 1;
  ui.label("Prior");
  if (ui.choice("prior", {"Fitted", "Standard"}, chosen)) scene.prior = chosen == 0 ? "" : "standard";
}

std::string station_words(const Station& station) {
  if (!station.edited.empty()) return "edited";
  return "seed " + std::to_string(station.seed) + ", digit " + std::to_string(station.index);
}

void chosen_digit(Session& session, Ui& ui, const Picture& picture, const Station& station, const std::string& words) {
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const float height = ui.px(96), width = picture ? std::floor(height * picture.width / picture.height) : height;
  ImGui::Dummy({width, height});
  ui.draw()->AddRectFilled(from, {from.x + width, from.y + height}, ui.colour().paper, ui.px(4));
  ui.digit(picture, from, {from.x + width, from.y + height});
  ui.mark("chosen digit");
  ImGui::SameLine(0, ui.px(16));
  ImGui::BeginGroup();
  ui.paragraph(words, false);
  if (session.models.shown()->spec().class_count > 0)
    ui.paragraph("class " + class_name(session.models.shown()->spec(),
                                       static_cast<std::size_t>(label_of(session.models.shown()->spec(), station))));
  ImGui::EndGroup();
  ui.gap(8);
  if (ui.button("Explore its dimensions", Ui::Kind::plain, -FLT_MIN)) session.take_in_hand(station);
  if (ui.button("Add to the walk", Ui::Kind::plain, -FLT_MIN)) session.add_to_walk(station);
  ui.label("Use as a corner of the map");
  int corner = -1;
  if (ui.choice("corner", {"1", "2", "3"}, corner)) {
    session.document.corners[static_cast<std::size_t>(corner)] = station;
    session.say("Now corner " + std::to_string(corner + 1) + " of the map of a model without an encoder.");
  }
}

std::optional<Reading> reading_at_rest(Session& session, const std::string& slot) {
  return ImGui::IsAnyItemActive() ? std::nullopt : session.reader.read_one(slot, session.worker.answer(slot));
}

Region large_digit(Ui& ui, const std::string& slot, const std::shared_ptr<const Answer>& answer, std::size_t row,
                   ImVec2 from, ImVec2 to) {
  if (answer == nullptr || answer->images.dimension() != 3) return {from, to};
  const Region place =
      ui.fit(static_cast<float>(answer->images.shape(2)), static_cast<float>(answer->images.shape(1)), from, to);
  const float ratio = ui.theme.pixel_ratio;
  const Picture picture = ui.pictures.large(slot, answer, row, static_cast<int>(place.width() * ratio),
                                            static_cast<int>(place.height() * ratio));
  ui.digit(picture, place.from, place.to);
  return place;
}

std::optional<PickedDigit> picked_digit(const std::shared_ptr<const Answer>& answer, std::size_t row,
                                        const Station& station, const std::string& name, const std::string& of) {
  if (answer == nullptr || !answer->finished || !answer->error.empty() || answer->images.dimension() != 3 ||
      row >= answer->images.shape(0))
    return std::nullopt;
  PickedDigit digit;
  digit.name = name;
  digit.image = std::make_shared<const Tensor>(rows_of(answer->images, row, 1));
  digit.station = station;
  digit.of = of;
  return digit;
}

void caption(Ui& ui, const Region& region, const std::string& text) {
  // Two lines: what stands beside it has words of its own.
  const float top = region.to.y + ui.px(4);
  const std::vector<std::string> lines = ui.lines_of(text, ui.theme.font.small, region.width() + ui.px(20), 2);
  for (std::size_t i = 0; i < lines.size(); ++i)
    ui.centred_text({region.from.x - ui.px(12), top + static_cast<float>(i) * ui.px(18)},
                    {region.to.x + ui.px(12), top + static_cast<float>(i + 1) * ui.px(18)}, lines[i],
                    ui.theme.font.small, ui.colour().muted);
}

}  // namespace latentwalk::viewer
