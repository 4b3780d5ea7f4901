#pragma once

#include <string>

namespace latentwalk {

/// Replaces control characters by spaces, so that strings from a model file cannot control the terminal.
inline std::string printable(std::string text) {
  for (char& character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte < 0x20 || byte == 0x7f) character = ' ';
  }
  return text;
}

}  // namespace latentwalk
