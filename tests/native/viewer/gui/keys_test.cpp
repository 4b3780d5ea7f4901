// Keys of the user's layout.
#include "viewer/gui/keys.hpp"

#include <doctest/doctest.h>

using namespace latentwalk::viewer;

TEST_CASE("a shortcut's key is the one that types its letter, whatever the layout") {
  CHECK(key_of_layout('Q', "a") == 'A');  // AZERTY: Ctrl A selects and does not quit
  CHECK(key_of_layout('Y', "z") == 'Z');  // QWERTZ: Ctrl Z undoes
  CHECK(key_of_layout('Z', "y") == 'Y');
  CHECK(key_of_layout('M', ",") == ',');
  CHECK(key_of_layout(93, "+") == '=');   // German: + is larger
  CHECK(key_of_layout('1', "&") == '1');  // AZERTY types digits with Shift
  CHECK(key_of_layout(59, "\xc3\xb6") == 59);
  CHECK(key_of_layout(257, nullptr) == 257);  // Enter
  CHECK(key_of_layout(320 + 5, "5") == 320 + 5);
}
