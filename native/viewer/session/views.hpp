#pragma once

#include <array>

/// The names of the views. Each has one panel; settings and --panel call it by this name.
namespace latentwalk::viewer::view {

inline constexpr const char* kSamples = "samples";
inline constexpr const char* kWalk = "walk";
inline constexpr const char* kPlane = "plane";
inline constexpr const char* kDimensions = "dimensions";
inline constexpr const char* kDraw = "draw";
inline constexpr const char* kCompare = "compare";
inline constexpr const char* kTraining = "training";
inline constexpr const char* kInformation = "information";

inline constexpr std::array kAll{kSamples, kWalk, kPlane, kDimensions, kDraw, kCompare, kTraining, kInformation};

}  // namespace latentwalk::viewer::view
