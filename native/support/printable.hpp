#pragma once

#include <string>

namespace latentwalk {

/// The text on one line, without control characters: a model file's strings must not move the terminal's cursor.
inline std::string printable(std::string text) {
  for (char& character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte < 0x20 || byte == 0x7f) character = ' ';
  }
  return text;
}

}  // namespace latentwalk
