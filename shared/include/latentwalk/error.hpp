#pragma once

#include <concepts>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

#include "latentwalk/printable.hpp"

namespace latentwalk {

/// The only exception type that this project throws. Its message is one line that says what is wrong and where, what
/// was expected and what was found. Names, paths and texts of others that it quotes are made printable, and a long
/// message keeps its head and its tail.
class Error : public std::runtime_error {
 public:
  /// Takes the message, which may hold any bytes.
  explicit Error(std::string_view message) : std::runtime_error(printable(message, kMaxMessage)) {}
  static constexpr std::size_t kMaxMessage = 1600;  ///< In bytes. The C interface keeps 2048.
};

/// Appends a number with as many digits as tell it from every other one, at least six: 1.0000001 is not "1", which
/// would look as if it were in a range that it is not in.
template <std::floating_point Number>
void append_number(std::string& text, Number value) {
  char digits[40];
  for (int precision = 6; precision <= 17; ++precision) {
    std::snprintf(digits, sizeof digits, "%.*g", precision, static_cast<double>(value));
    if (static_cast<Number>(std::strtod(digits, nullptr)) == value) break;
  }
  text += digits;
}

/// Appends a value as std::ostream would write it, and a number with all its digits. Uses a stream only for types that
/// need one: streams would make up a third of the wasm module.
template <class Part>
void append_text(std::string& text, const Part& part) {
  if constexpr (std::convertible_to<const Part&, std::string_view>) {
    text += std::string_view(part);
  } else if constexpr (std::is_same_v<Part, char>) {
    text += part;
  } else if constexpr (std::is_floating_point_v<Part>) {
    append_number(text, part);
  } else if constexpr (std::is_integral_v<Part>) {
    text += std::to_string(part);
  } else {
    std::ostringstream stream;
    stream << part;
    text += stream.str();
  }
}

/// Throws an Error whose message is the concatenated parts.
template <class... Parts>
[[noreturn]] void fail(const Parts&... parts) {
  std::string text;
  (append_text(text, parts), ...);
  throw Error(text);
}

}  // namespace latentwalk
