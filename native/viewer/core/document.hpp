#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "latentwalk/latent.hpp"
#include "viewer/core/drawing.hpp"
#include "viewer/core/station.hpp"

namespace latentwalk::viewer {

/// What a view begins with: digits of seed 1 that are worth looking at, the page's where it has the same view.
/// tests/native/viewer/core/document_test.cpp has the classifier read them.
inline Station example(std::size_t index) { return {.seed = 1, .index = index, .edited = {}}; }

inline constexpr std::size_t kMaxStations = 64;

struct Walk {
  std::vector<Station> stations;
  Interpolation how = Interpolation::slerp;
  bool loop = true;
  int frames = 40;    // a leg, both ends included
  double fps = 20.0;  // frames a second
  bool operator==(const Walk&) const = default;
};

struct Plane {
  std::array<Station, 3> corners{example(34), example(36), example(37)};
  double u = 0.5, v = 0.5;  // where the hand is: 0 to 1 from the first corner to the second and to the third
  // Where the model has an encoder, the map of its latent space: two coordinates, or the projection of the test digits
  // where axes agree.
  bool map = true, projection = true;
  int axis_x = 0, axis_y = 1;
  double x = 0.0, y = 0.0;  // in latent units
  bool operator==(const Plane&) const = default;
};

/// All that undo and redo bring back: what is looked at, and not how.
struct Document {
  std::uint64_t seed = 1;
  int count = 64;
  int label = -1;              // of fresh digits of a conditional model; -1: each class in turn
  int selected = -1;           // the digit with the ring
  Station hand = example(27);  // the digit in Dimensions
  Walk walk{{example(27), example(29), example(26)}};
  Plane plane;
  Drawing drawing;

  bool operator==(const Document&) const = default;
};

}  // namespace latentwalk::viewer
