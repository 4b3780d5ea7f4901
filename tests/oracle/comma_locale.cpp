// Preloaded under a program (locale_test.mjs), gives it a locale whose decimal point is a comma and which groups
// thousands, as a program around the core may have: in C and in C++.
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <ios>
#include <locale>
#include <string_view>

namespace {

[[gnu::constructor]] void take_locale() {
  static const std::ios_base::Init streams;  // they must be there before they can be given a locale
  const char* name = std::getenv("LATENTWALK_LOCALE");
  char text[8] = "";
  if (name != nullptr && std::setlocale(LC_ALL, name) != nullptr) {
    std::locale::global(std::locale(name));
    std::snprintf(text, sizeof text, "%.1f", 1.5);
  }
  if (std::string_view(text) == "1,5") return;
  std::fprintf(stderr, "comma_locale: LATENTWALK_LOCALE is no locale with a decimal comma here\n");
  std::_Exit(97);
}

}  // namespace
