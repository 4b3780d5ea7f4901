// Small stand-ins for functions of the C library, which in WebAssembly computes with 128-bit floats: strtod and
// snprintf would be a tenth of the module. The JSON reader calls them.

#include <cstdarg>
#include <cstddef>

#include "format/decimal.hpp"

extern "C" double strtod(const char* text, char** end) {
  const char* after = text;
  const double number = latentwalk::read_number_text(text, &after);
  if (end != nullptr) *end = const_cast<char*>(after);
  return number;
}

// The library keeps all three in one object file: where one is missing, it brings its own of each.
extern "C" float strtof(const char* text, char** end) { return static_cast<float>(strtod(text, end)); }
extern "C" long double strtold(const char* text, char** end) { return strtod(text, end); }

// Writes whole numbers only: %d, %u, %x and %X with a width or a precision, filled with zeros.
extern "C" int snprintf(char* out, std::size_t size, const char* format, ...) {
  std::va_list arguments;
  va_start(arguments, format);
  std::size_t length = 0;
  const auto put = [&](char c) {
    if (length + 1 < size) out[length] = c;
    ++length;
  };
  for (; *format != '\0'; ++format) {
    if (*format != '%') {
      put(*format);
      continue;
    }
    int width = 0;  // at most one digit
    for (++format; *format == '.' || (*format >= '0' && *format <= '9'); ++format)
      if (*format != '.') width = *format - '0';
    unsigned number = va_arg(arguments, unsigned);
    if (*format == 'd' && static_cast<int>(number) < 0) {
      put('-');
      number = 0 - number;
    }
    const unsigned base = *format == 'x' || *format == 'X' ? 16 : 10;
    const char* digits = *format == 'x' ? "0123456789abcdef" : "0123456789ABCDEF";
    char reversed[16];
    int count = 0;
    for (; number > 0 || count < width || count == 0; number /= base) reversed[count++] = digits[number % base];
    while (count > 0) put(reversed[--count]);
  }
  va_end(arguments);
  if (size > 0) out[length < size ? length : size - 1] = '\0';
  return static_cast<int>(length);
}
