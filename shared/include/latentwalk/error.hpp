#pragma once

#include <sstream>
#include <stdexcept>
#include <string>

namespace latentwalk {

/// The one exception type of the project. Its message is one line: what, where, expected, found.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws Error with the parts written one after the other.
template <class... Parts>
[[noreturn]] void fail(const Parts&... parts) {
  std::ostringstream text;
  (text << ... << parts);
  throw Error(text.str());
}

}  // namespace latentwalk
