#include "command_line/writers.hpp"

namespace latentwalk::manual {
namespace {

/// Inside single quotes, inside an argument of _arguments: brackets and colons end a description.
std::string described(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') break;
    if (c == '\'')
      out += "'\\''";
    else if (c == '[' || c == ']' || c == ':' || c == '\\')
      out += std::string("\\") + c;
    else
      out += c;
  }
  return out;
}

std::string function_name(const std::string& program) {
  std::string name = "_" + program;
  for (char& c : name)
    if (c == '-') c = '_';
  return name;
}

std::string action(const Argument& argument, const std::string& function) {
  using Value = Argument::Value;
  switch (argument.value) {
    case Value::choice: {
      std::string words;
      for (const std::string& choice : argument.choices) words += (words.empty() ? "" : " ") + choice;
      return "(" + words + ")";
    }
    case Value::folder:
      return "_files -/";
    case Value::file:
      return "_files";
    case Value::model:
      return " " + function + "_shipped models .safetensors";
    case Value::configuration:
      return " " + function + "_shipped configs .json";
    case Value::none:
    case Value::number:
      break;
  }
  return " ";
}

/// The specifications that _arguments takes, one a line.
std::string specifications(const Command& command, const std::string& function) {
  std::string text;
  for (const Argument& argument : command.arguments) {
    const std::string what = described(argument.description);
    if (argument.positional) {
      text += std::string(" \\\n      '") + (argument.repeats ? "*" : "") + ":" + described(argument.names.front()) +
              ":" + action(argument, function) + "'";
      continue;
    }
    for (const std::string& name : argument.names) {
      std::string others;
      for (const std::string& other : argument.names) others += (others.empty() ? "" : " ") + other;
      text += " \\\n      '" + std::string(argument.repeats ? "*" : "(" + others + ")") + name + "[" + what + "]";
      if (argument.value != Argument::Value::none)
        text += ":" + described(argument.placeholder) + ":" + action(argument, function);
      text += "'";
    }
  }
  return text;
}

}  // namespace

std::string zsh_completion(const Command& program) {
  const std::string function = function_name(program.name);
  std::string text = "#compdef " + program.name + "\n# made by `" + program.name + " --manual zsh`\n";
  text += function +
          "_shipped() {\n"
          "  local folder=${latentwalk_program:A:h}/../share/latentwalk/$1\n"
          "  local -a names=($folder/*$2(N:t))\n"
          "  compadd -- ${names%$2}\n"
          "  _files\n"
          "}\n";
  text += function +
          "() {\n  local state line latentwalk_program=${commands[$words[1]]:-$words[1]}\n  typeset -A opt_args\n";
  if (program.commands.empty()) {
    text += "  _arguments -s" + specifications(program, function) + "\n";
  } else {
    text += "  _arguments -C" + specifications(program, function) +
            " \\\n      '1:command:->command' '*::argument:->argument'\n";
    text += "  case $state in\n    command)\n      local -a commands=(";
    for (const Command& sub : program.commands) text += " '" + sub.name + ":" + described(sub.description) + "'";
    text += ")\n      _describe command commands ;;\n    argument)\n      case $words[1] in\n";
    for (const Command& sub : program.commands)
      text += "        " + sub.name + ") _arguments -s" + specifications(sub, function) + " ;;\n";
    text += "      esac ;;\n  esac\n";
  }
  text += "}\n" + function + " \"$@\"\n";
  return text;
}

}  // namespace latentwalk::manual
