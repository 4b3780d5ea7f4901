#pragma once

#include <span>

#include "viewer/gui/keys.hpp"

namespace latentwalk::viewer {

/// All that a key can do. What a widget does with the keyboard's focus on it is Dear ImGui's affair.
enum class Action {
  none,
  fresh,  // new digits, new stations, random numbers: whatever is new in the panel
  play,
  step_back,
  step_forward,
  toggle_path,  // slerp or lerp
  toggle_loop,
  reset,
  clear,
  undo,
  redo,
  open,
  save,
  help,
  settings,
  toggle_dark,
  previous_model,
  next_model,
  reload,
  larger,
  smaller,
  normal_size,
  quit,
  panel_1,
  panel_2,
  panel_3,
  panel_4,
  panel_5,
  panel_6,
  panel_7,
  panel_8,
};

struct Shortcut {
  Action action;
  Key key;
  bool ctrl, shift, repeat;
  const char* keys;  // as a person writes them; empty: another row tells
  const char* what;
};

/// In the order in which help lists them.
std::span<const Shortcut> all_shortcuts();

}  // namespace latentwalk::viewer
