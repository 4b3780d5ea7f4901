#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "latentwalk/scene.hpp"
#include "viewer/gui/widgets.hpp"
#include "viewer/session/session.hpp"

/// The map of a model with an encoder: the test digits where the encoder puts them.
namespace latentwalk::viewer {

struct TestDigitMap {
  MapPlane plane;
  std::shared_ptr<const Answer> encoded;         // null until the digits are encoded
  bool waits = false;                            // for the digits, which may give another plane
  std::optional<std::pair<double, double>> own;  // the place of the digit that the plane goes through

  /// Encodes the test digits once for a model, and chooses the plane.
  void prepare(Session& session, const std::shared_ptr<const Model>& model);
  /// Writes each test digit's class at its place.
  void show(Session& session, Ui& ui, ImVec2 from, ImVec2 to) const;

 private:
  MapPlane principal_;
  Tensor places_;  // of the test digits on the plane, (N, 2)
  std::shared_ptr<const Model> encoded_for_;
  std::shared_ptr<const Answer> principal_for_;
};

}  // namespace latentwalk::viewer
