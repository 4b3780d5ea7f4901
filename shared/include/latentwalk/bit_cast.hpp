#pragma once

#include <cstring>

namespace latentwalk {

/// std::bit_cast, which the standard library of Emscripten 3.1.6 (Debian 12) lacks.
template <class To, class From>
To bit_cast(const From& from) {
  static_assert(sizeof(To) == sizeof(From));
  To to;
  std::memcpy(&to, &from, sizeof(To));
  return to;
}

}  // namespace latentwalk
