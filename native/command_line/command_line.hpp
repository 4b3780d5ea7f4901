#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <string>
#include <vector>

/// A program's options and commands as plain data, read from its parser: manual page and shell completions are made of
/// the same objects as --help, so that none can say something else.
namespace latentwalk::manual {

struct Argument {
  /// What a shell offers for its value.
  enum class Value { none, number, choice, folder, file, model, configuration };

  std::vector<std::string> names;  // "-o", "--out"; for a positional argument its name alone
  bool positional = false, required = false, repeats = false;
  Value value = Value::none;  // none: a flag
  std::string placeholder;    // "FILE", "N"
  std::string fallback;       // the value when it is not given, where the help says one
  std::vector<std::string> choices;
  std::string description;
};

struct Command {
  std::string name, description;
  std::vector<Argument> arguments;
  std::vector<Command> commands;
};

Command read_command(const CLI::App& app);

}  // namespace latentwalk::manual
