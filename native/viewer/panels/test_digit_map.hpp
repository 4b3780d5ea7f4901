#pragma once

#include <memory>

#include "viewer/core/projection.hpp"
#include "viewer/gui/widgets.hpp"
#include "viewer/session/session.hpp"

/// The map of the plane panel: the test digits where the encoder puts them.
namespace latentwalk::viewer {

struct TestDigitMap {
  struct Point {
    double x = -3, y = -3;
  };
  Projection projection;
  Point low, high{3, 3};                  // the extent of the map, in the plane's coordinates
  std::shared_ptr<const Answer> encoded;  // null until the digits are encoded

  /// Encodes the test digits once for a model, and chooses axes and extent.
  void prepare(Session& session, const std::shared_ptr<const Model>& model);
  /// Writes each test digit's class at its place.
  void show(Session& session, Ui& ui, ImVec2 from, ImVec2 to) const;

 private:
  Projection principal_;
  std::shared_ptr<const Model> encoded_for_;
  std::shared_ptr<const Answer> principal_for_;
};

}  // namespace latentwalk::viewer
