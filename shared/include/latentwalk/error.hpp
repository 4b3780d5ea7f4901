#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
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
  explicit Error(std::string_view message);
  static constexpr std::size_t kMaxMessage = 1600;  ///< In bytes. The C interface keeps 2048.
};

/// A part of a message: a text, or a number that is written with as many digits as tell it from every other one, at
/// least six. (1.0000001 is not "1", which would look as if it were in a range that it is not in.) It points to a text,
/// which must outlive it; small, because each call of fail stores its parts.
class MessagePart {
 public:
  /// A text.
  MessagePart(const char* text) : kind_(Kind::literal), pointer_(text) {}
  /// A text.
  MessagePart(const std::string& text) : kind_(Kind::string), pointer_(&text) {}
  /// A text.
  MessagePart(const std::string_view& text) : kind_(Kind::view), pointer_(&text) {}
  /// A character.
  MessagePart(char character) : kind_(Kind::character), whole_(character) {}
  /// A whole number.
  template <std::integral Whole>
  MessagePart(Whole number)
      : kind_(std::is_signed_v<Whole> ? Kind::whole : Kind::natural), whole_(static_cast<std::int64_t>(number)) {}
  /// A number: 9 digits tell floats apart.
  MessagePart(float number) : kind_(Kind::single), number_(number) {}
  /// A number: 17 digits tell doubles apart.
  MessagePart(double number) : kind_(Kind::number), number_(number) {}
  /// Appends the part to a text.
  void append_to(std::string& text) const;

 private:
  enum class Kind { literal, string, view, character, whole, natural, single, number };
  Kind kind_;
  union {
    const void* pointer_;
    std::int64_t whole_;
    double number_;
  };
};

/// Throws an Error whose message is the concatenated parts. In one place: throwing takes much code in wasm.
[[noreturn]] void fail_with(std::initializer_list<MessagePart> parts);

/// The part itself, or a text of what only a stream can write.
template <class Part>
decltype(auto) message_part(const Part& part) {
  if constexpr (std::convertible_to<const Part&, MessagePart>) {
    return (part);
  } else {
    std::ostringstream stream;
    stream << part;
    return stream.str();
  }
}

/// Throws an Error whose message is the concatenated parts.
template <class... Parts>
[[noreturn]] void fail(const Parts&... parts) {
  fail_with({MessagePart(message_part(parts))...});
}

}  // namespace latentwalk
