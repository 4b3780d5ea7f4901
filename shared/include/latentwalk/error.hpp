#pragma once

#include <concepts>
#include <cstdio>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

namespace latentwalk {

/// The only exception type that this project throws. Its message is one line that says what is wrong and where, what
/// was expected and what was found.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Appends a value as std::ostream would write it. Uses a stream only for types that need one: streams would make up a
/// third of the wasm module.
template <class Part>
void append_text(std::string& text, const Part& part) {
  if constexpr (std::convertible_to<const Part&, std::string_view>) {
    text += std::string_view(part);
  } else if constexpr (std::is_same_v<Part, char>) {
    text += part;
  } else if constexpr (std::is_floating_point_v<Part>) {
    char number[32];
    std::snprintf(number, sizeof number, "%g", static_cast<double>(part));
    text += number;
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
