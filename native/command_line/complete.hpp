#pragma once

#include <CLI/App.hpp>

namespace latentwalk {

/// Handles `program --complete WORD…`, which the scripts in native/command_line/completion run when the user presses
/// Tab. Prints the completions of the last word, given the words before it. Each line is a word, optionally followed by
/// a tab and a description; ":files" and ":folders" tell the shell to add names of files or folders. Returns false if
/// the first argument is not --complete. --help does not list this option.
bool print_completions(const CLI::App& program, int argc, const char* const* argv);

}  // namespace latentwalk
