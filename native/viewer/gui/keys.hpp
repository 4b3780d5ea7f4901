#pragma once

#include <cstddef>

namespace latentwalk::viewer {

/// The key of the user's layout for a key of the US layout, in GLFW's numbers. `name` is what the key types
/// (glfwGetKeyName), null for a key that types nothing.
int key_of_layout(int key, const char* name);

/// Dear ImGui numbers keys as its platform does up to 1.86 and with names of its own from 1.87 on: only keys.cpp knows.
enum class Key {
  left,
  right,
  up,
  down,
  tab,
  enter,
  escape,
  space,
  backspace,
  del,
  home,
  end,
  page_up,
  page_down,
  f1,
  f5,
  minus,
  equal,
  comma,
  period,
  left_bracket,
  right_bracket,
  zero,
  one,
  two,
  three,
  four,
  five,
  six,
  seven,
  eight,
  nine,
  a,
  b,
  c,
  d,
  g,
  l,
  m,
  n,
  o,
  p,
  q,
  r,
  s,
  t,
  v,
  x,
  y,
  z
};

/// Went down in this frame; with `repeat` also when it is held long enough.
bool key_pressed(Key key, bool repeat = false);
bool key_down(Key key);

/// The key of a digit, 0 to 9.
inline Key digit_key(std::size_t digit) { return static_cast<Key>(static_cast<std::size_t>(Key::zero) + digit); }

/// For a driver without a platform (tests): makes the key go down or up in the next frame. Call setup_keys once.
void setup_keys();
void send_key(Key key, bool down);
/// The modifiers from now on.
void send_modifiers(bool ctrl, bool shift);

}  // namespace latentwalk::viewer
