#pragma once

#include <string>

namespace latentwalk {

/// What to tell the user about the exception that is being handled: one printable line. The message of an Error says
/// all itself; what a library throws is named: memory, a path and what the system says about it, or a fault of the
/// program.
std::string caught_message();

}  // namespace latentwalk
