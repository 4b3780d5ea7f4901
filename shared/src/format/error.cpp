#include "latentwalk/error.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace latentwalk {

Error::Error(std::string_view message) : std::runtime_error(printable(message, kMaxMessage)) {}

void MessagePart::append_to(std::string& text) const {
  char digits[40] = "";
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
      for (int precision = 6; precision <= 17; ++precision) {
        std::snprintf(digits, sizeof digits, "%.*g", precision, number_);
        const double read = std::strtod(digits, nullptr);
        if (kind_ == Kind::single ? static_cast<float>(read) == static_cast<float>(number_) : read == number_) break;
      }
      // A locale may have another decimal separator, of several bytes perhaps.
      for (const char *c = digits, *before = ""; *c != '\0'; before = c++) {
        if (std::strchr("0123456789+-einfa", *c) != nullptr)
          text += *c;
        else if (c == digits || std::strchr("0123456789", *before) != nullptr)
          text += '.';
      }
  }
}

void fail_with(std::initializer_list<MessagePart> parts) {
  std::string text;
  for (const MessagePart& part : parts) part.append_to(text);
  throw Error(text);
}

}  // namespace latentwalk
