#pragma once

#include <concepts>
#include <cstdio>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

namespace latentwalk {

/// The one exception type of the project. Its message is one line: what, where, expected, found.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Appends a value as std::ostream would write it. Streams themselves are left to the types that know nothing else:
/// they would be a third of the wasm module.
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

/// Throws Error with the parts written one after the other.
template <class... Parts>
[[noreturn]] void fail(const Parts&... parts) {
  std::string text;
  (append_text(text, parts), ...);
  throw Error(text);
}

}  // namespace latentwalk
