#pragma once

#include <span>

#include "viewer/gui/keys.hpp"

namespace latentwalk::viewer {

/// What keys and buttons do, apart from the keys of the widget that has the focus, which Dear ImGui handles.
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
  copy,  // the address of what is shown
  paste,
  save,
  help,
  settings,
  toggle_dark,
  fold_models,
  fold_controls,
  previous_model,
  next_model,
  reload,
  larger,
  smaller,
  normal_size,
  quit,
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
