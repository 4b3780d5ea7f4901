#include "viewer/panels/map_trail.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>

#include "latentwalk/plane.hpp"
#include "viewer/core/words.hpp"

namespace latentwalk::viewer {
namespace {

constexpr std::size_t kFrames = 60;            // at even distances on the path, as on the page
constexpr double kSeconds = 2 * kSecondsALeg;  // of the whole path

double rounded(double value) { return std::round(value * 100) / 100; }

}  // namespace

void MapTrail::controls(Session& session, Ui& ui) {
  Scene& scene = session.document;
  const std::size_t count = scene.trail.size() / 2;
  if (count > 1) {
    if (ui.button(std::string(playing_ ? kPause : kPlay) + "##trail", Ui::Kind::primary, -FLT_MIN, "P")) toggle(scene);
    ui.mark("Play path");
    ui.gap(8);
  }
  const float half = std::floor((ui.column() - ui.px(8)) / 2);
  if (ui.button(std::string(draws_ ? "Stop drawing" : kDrawPath) + "##path", Ui::Kind::plain, half)) draws_ = !draws_;
  ui.mark(kDrawPath);
  ImGui::SameLine(0, ui.px(8));
  ImGui::BeginDisabled(count == 0);
  if (ui.button(kClearPath, Ui::Kind::plain, half)) {
    pause(scene);
    scene.trail.clear();
  }
  ImGui::EndDisabled();
  ImGui::BeginDisabled(count >= kMaxTrail);
  if (ui.button(kAddPoint, Ui::Kind::plain, -FLT_MIN)) {
    pause(scene);
    scene.trail.insert(scene.trail.end(), {rounded(scene.x), rounded(scene.y)});
  }
  ImGui::EndDisabled();
}

void MapTrail::extend(const Place& place, double apart) {
  if (drawn_.empty() || std::hypot(place.first - drawn_.back().first, place.second - drawn_.back().second) >= apart)
    drawn_.push_back(place);
}

void MapTrail::finish(Scene& scene) {
  if (drawn_.size() > 1) {
    scene.trail.clear();
    // At most kMaxTrail of the points, evenly, with both ends.
    const std::size_t count = std::min(drawn_.size(), kMaxTrail);
    for (std::size_t i = 0; i < count; ++i) {
      const auto& [x, y] = drawn_[(i * (drawn_.size() - 1) + (count - 1) / 2) / (count - 1)];
      scene.trail.insert(scene.trail.end(), {rounded(x), rounded(y)});
    }
    draws_ = false;
  }
  drawn_.clear();
}

void MapTrail::toggle(Scene& scene) {
  if (playing_) return pause(scene);
  if (scene.trail.size() < 4) return;
  playing_ = true;
  if (t_ >= 1) t_ = 0;
}

void MapTrail::pause(Scene& scene) {
  if (!std::exchange(playing_, false)) return;
  std::tie(scene.x, scene.y) = here(scene);
}

Place MapTrail::walk(Scene& scene, double elapsed) {
  if (scene.trail.size() < 4) {
    playing_ = false;
    return {scene.x, scene.y};
  }
  t_ = std::min(t_ + elapsed / kSeconds, 1.0);
  const Place place = here(scene);
  if (t_ >= 1) pause(scene);
  return place;
}

std::vector<Place> MapTrail::points(const Scene& scene) {
  std::vector<Place> points;
  for (std::size_t i = 0; i + 1 < scene.trail.size(); i += 2) points.emplace_back(scene.trail[i], scene.trail[i + 1]);
  return points;
}

void MapTrail::draw(Ui& ui, const std::vector<ImVec2>& line) {
  // Paper under the line keeps it in sight on ink.
  for (const auto& [colour, width] : {std::pair{ui.colour().paper, 5.0F}, std::pair{ui.colour().accent, 2.0F}})
    ui.draw()->AddPolyline(line.data(), static_cast<int>(line.size()), colour, 0, ui.px(width));
  for (std::size_t i = 0; i < line.size(); ++i) {
    const std::string name = "path " + std::to_string(i);
    ui.draw()->AddCircleFilled(line[i], ui.px(3), ui.colour().accent);
    ui.mark(name, {line[i].x - ui.px(3), line[i].y - ui.px(3)}, {line[i].x + ui.px(3), line[i].y + ui.px(3)});
  }
}

Place MapTrail::here(const Scene& scene) const {
  Tensor path = zeros({scene.trail.size() / 2, 2});
  std::transform(scene.trail.begin(), scene.trail.begin() + static_cast<std::ptrdiff_t>(path.size()), path.data(),
                 [](double value) { return static_cast<float>(value); });
  const Tensor places = places_along(path, kFrames);
  const auto frame = static_cast<std::size_t>(std::lround(t_ * (kFrames - 1)));
  const auto at = [&](std::size_t axis) { return std::round(static_cast<double>(places(frame, axis)) * 1000) / 1000; };
  return {at(0), at(1)};
}

}  // namespace latentwalk::viewer
