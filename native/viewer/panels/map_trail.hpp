#pragma once

#include <utility>
#include <vector>

#include "latentwalk/scene.hpp"
#include "viewer/gui/widgets.hpp"
#include "viewer/session/session.hpp"

/// A path on a map: drawn by hand or point by point, then walked.
namespace latentwalk::viewer {

using Place = std::pair<double, double>;  // across and up on the plane

class MapTrail {
 public:
  /// Draws the path. `on_screen` says where a place of the plane is.
  template <class OnScreen>
  void show(const Scene& scene, Ui& ui, const OnScreen& on_screen) const {
    std::vector<ImVec2> line;
    for (const Place& place : drawn_.empty() ? points(scene) : drawn_) line.push_back(on_screen(place));
    draw(ui, line);
  }
  void controls(Session& session, Ui& ui);

  /// Whether a drag over the map draws a path.
  bool draws() const { return draws_; }
  /// The hand is at a place; `apart`: the least distance between two points.
  void extend(const Place& place, double apart);
  /// The hand has left the map: what it drew is the scene's path.
  void finish(Scene& scene);

  bool playing() const { return playing_; }
  /// Plays from the start or ends; the point stays where the walk is.
  void toggle(Scene& scene);
  void pause(Scene& scene);
  /// Where the walk is after `elapsed` seconds more. The last frame ends it.
  Place walk(Scene& scene, double elapsed);

 private:
  static std::vector<Place> points(const Scene& scene);
  static void draw(Ui& ui, const std::vector<ImVec2>& line);
  Place here(const Scene& scene) const;

  std::vector<Place> drawn_;  // while a hand draws
  bool draws_ = false, playing_ = false;
  double t_ = 0.0;  // of the walk, 0 to 1
};

}  // namespace latentwalk::viewer
