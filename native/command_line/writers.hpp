#pragma once

#include <string>

#include "command_line/command_line.hpp"

namespace latentwalk::manual {

/// The page of section 1 of the manual, in man(7)'s macros.
std::string man_page(const Command& program, const std::string& version);

/// Completion scripts. Names of models and configurations are looked up in ../share/latentwalk of the program's folder
/// when Tab is pressed, without starting the program.
std::string bash_completion(const Command& program);
std::string zsh_completion(const Command& program);
std::string fish_completion(const Command& program);

}  // namespace latentwalk::manual
