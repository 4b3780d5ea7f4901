#pragma once

#include <CLI/App.hpp>

namespace latentwalk {

/// `program --manual man|bash|zsh|fish`: prints the manual page or a completion script, for the build and for
/// packagers; the option is not in --help. True where that was asked for.
bool print_manual(const CLI::App& program, int argc, const char* const* argv);

}  // namespace latentwalk
