#include "latentwalk/error.hpp"

#include "format/decimal.hpp"

namespace latentwalk {

Error::Error(std::string_view message) : std::runtime_error(printable(message, kMaxMessage)) {}

void MessagePart::append_to(std::string& text) const {
  switch (kind_) {
    case Kind::literal:
      text += static_cast<const char*>(pointer_);
      return;
    case Kind::string:
      text += *static_cast<const std::string*>(pointer_);
      return;
    case Kind::view:
      text += *static_cast<const std::string_view*>(pointer_);
      return;
    case Kind::character:
      text += static_cast<char>(whole_);
      return;
    case Kind::whole:
      text += std::to_string(whole_);
      return;
    case Kind::natural:
      text += std::to_string(static_cast<std::uint64_t>(whole_));
      return;
    case Kind::single:
    case Kind::number:
      text += number_text(number_, kind_ == Kind::single);
  }
}

void fail_with(std::initializer_list<MessagePart> parts) {
  std::string text;
  for (const MessagePart& part : parts) part.append_to(text);
  throw Error(text);
}

}  // namespace latentwalk
