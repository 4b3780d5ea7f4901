#pragma once

#include <CLI/App.hpp>

namespace latentwalk {

/// `program --complete WORD…`: prints what the last word can be completed to, given the words before it. Each line is a
/// word, or a word, a tab and its description; ":files" and ":folders" tell the shell to add names of files or folders.
/// The scripts in native/command_line/completion ask this way when Tab is pressed. Returns false where the first argument
/// is not --complete, which --help does not list.
bool print_completions(const CLI::App& program, int argc, const char* const* argv);

}  // namespace latentwalk
