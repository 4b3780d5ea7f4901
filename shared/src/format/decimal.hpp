#pragma once

#include <string>

namespace latentwalk {

/// A number as text, in the form of printf's %g: with as many digits as tell it from every other double (or float, if
/// `single`), and at least six. The same in every locale.
std::string number_text(double number, bool single);

/// Reads the number at the beginning of a text, with the nearest double as its value; *end is the first character after
/// it, the beginning where there is none. Accepts what JSON does: [-]digits[.digits][e[±]digits].
double read_number_text(const char* text, const char** end);

}  // namespace latentwalk
