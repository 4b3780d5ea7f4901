#include "command_line/writers.hpp"

namespace latentwalk::manual {
namespace {

std::string single_quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text.substr(0, text.find('\n'))) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

/// What follows `-l name`: whether it takes a value, and which.
std::string value(const Argument& argument, const std::string& function) {
  using Value = Argument::Value;
  switch (argument.value) {
    case Value::none:
      return "";
    case Value::number:
      return " -x";
    case Value::choice: {
      std::string words;
      for (const std::string& choice : argument.choices) words += (words.empty() ? "" : " ") + choice;
      return " -x -a " + single_quoted(words);
    }
    case Value::folder:
      return " -x -a '(__fish_complete_directories)'";
    case Value::file:
      return " -r";
    case Value::model:
      return " -a '(" + function + "_shipped models .safetensors)'";
    case Value::configuration:
      return " -r -a '(" + function + "_shipped configs .json)'";
  }
  return "";
}

void write_positional(std::string& text, const Command& command, const std::string& start, const std::string& function) {
  for (const Argument& argument : command.arguments) {
    text += start;
    if (!argument.positional) {
      for (const std::string& name : argument.names)
        text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
      text += value(argument, function);
    } else {
      text += value(argument, function);
    }
    text += " -d " + single_quoted(argument.description) + "\n";
  }
}

}  // namespace

std::string fish_completion(const Command& program) {
  std::string function = "__" + program.name;
  for (char& c : function)
    if (c == '-') c = '_';
  std::string text = "# fish completion for " + program.name + ", made by `" + program.name + " --manual fish`\n";
  text += "function " + function +
          "_shipped\n"
          "  set -l words (commandline -opc)\n"
          "  set -l program (realpath (command -s $words[1]))\n"
          "  for file in (dirname $program)/../share/latentwalk/$argv[1]/*$argv[2]\n"
          "    basename $file $argv[2]\n"
          "  end\n"
          "end\n";
  const std::string complete = "complete -c " + program.name;
  if (program.commands.empty()) {
    write_positional(text, program, complete, function);
    return text;
  }
  write_positional(text, program, complete + " -n __fish_use_subcommand", function);
  for (const Command& sub : program.commands)
    text += complete + " -n __fish_use_subcommand -f -a " + sub.name + " -d " + single_quoted(sub.description) + "\n";
  for (const Command& sub : program.commands)
    write_positional(text, sub, complete + " -n '__fish_seen_subcommand_from " + sub.name + "'", function);
  return text;
}

}  // namespace latentwalk::manual
