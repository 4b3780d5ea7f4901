#pragma once

#include <array>

/// The names of the views: those of scenes (latentwalk/scene.hpp), and what describes the model. Each has one panel;
/// settings and --panel call it by this name.
namespace latentwalk::viewer::view {

inline constexpr const char* kSample = "sample";
inline constexpr const char* kWalk = "walk";
inline constexpr const char* kMap = "map";
inline constexpr const char* kDimensions = "dimensions";
inline constexpr const char* kDraw = "draw";
inline constexpr const char* kInside = "inside";
inline constexpr const char* kLearn = "learn";
inline constexpr const char* kCompare = "compare";
inline constexpr const char* kTraining = "training";
inline constexpr const char* kArithmetic = "arithmetic";
inline constexpr const char* kTheory = "theory";
inline constexpr const char* kInformation = "information";

inline constexpr std::array kAll{kSample, kWalk,    kMap,      kDimensions, kDraw,       kInside,
                                 kLearn,  kCompare, kTraining, kArithmetic, kInformation};

}  // namespace latentwalk::viewer::view
