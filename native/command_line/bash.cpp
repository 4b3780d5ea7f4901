#include "command_line/writers.hpp"

namespace latentwalk::manual {
namespace {

/// The shell function's name: latentwalk_train.
std::string identifier(std::string name) {
  for (char& c : name)
    if (c == '-') c = '_';
  return name;
}

std::string joined(const std::vector<std::string>& words, const char* between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

/// The statement that fills COMPREPLY with values of this kind.
std::string fill(const Argument& argument, const std::string& function) {
  using Value = Argument::Value;
  switch (argument.value) {
    case Value::choice:
      return "COMPREPLY=($(compgen -W '" + joined(argument.choices, " ") + "' -- \"$cur\"))";
    case Value::folder:
      return "COMPREPLY=($(compgen -d -- \"$cur\"))";
    case Value::file:
      return "COMPREPLY=($(compgen -f -- \"$cur\"))";
    case Value::model:
      return function + "_shipped models .safetensors";
    case Value::configuration:
      return function + "_shipped configs .json";
    case Value::none:
    case Value::number:
      break;
  }
  return "COMPREPLY=()";
}

/// One case of the command's name: values after an option, options after a hyphen, else the positional argument.
std::string branch(const Command& command, const std::string& function) {
  std::string text, options;
  const Argument* positional = nullptr;
  text += "      case $prev in\n";
  for (const Argument& argument : command.arguments) {
    if (argument.positional) {
      if (positional == nullptr) positional = &argument;
      continue;
    }
    for (const std::string& name : argument.names) options += (options.empty() ? "" : " ") + name;
    if (argument.value != Argument::Value::none)
      text += "        " + joined(argument.names, " | ") + ") " + fill(argument, function) + "; return ;;\n";
  }
  text += "      esac\n";
  text += "      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W '" + options + "' -- \"$cur\")); return; fi\n";
  if (!command.commands.empty()) {
    std::vector<std::string> names;
    for (const Command& sub : command.commands) names.push_back(sub.name);
    text += "      COMPREPLY=($(compgen -W '" + joined(names, " ") + "' -- \"$cur\"))\n";
  } else if (positional != nullptr) {
    text += "      " + fill(*positional, function) + "\n";
  }
  return text;
}

}  // namespace

std::string bash_completion(const Command& program) {
  const std::string function = "_" + identifier(program.name);
  std::string text = "# bash completion for " + program.name + ", made by `" + program.name + " --manual bash`\n";
  // Names that ship, and files.
  text += function +
          "_shipped() {\n"
          "  local program file names=\n"
          "  program=$(readlink -f -- \"$(type -P -- \"${COMP_WORDS[0]}\")\")\n"
          "  for file in \"${program%/*}/../share/latentwalk/$1\"/*\"$2\"; do\n"
          "    [[ -e $file ]] && file=${file##*/} && names+=\" ${file%\"$2\"}\"\n"
          "  done\n"
          "  COMPREPLY=($(compgen -W \"$names\" -- \"$cur\") $(compgen -f -- \"$cur\"))\n"
          "}\n";
  text += function +
          "() {\n"
          "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=\n";
  if (!program.commands.empty()) {
    std::vector<std::string> names;
    for (const Command& sub : program.commands) names.push_back(sub.name);
    text +=
        "  local word\n"
        "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
        "    case $word in " +
        joined(names, " | ") +
        ") command=$word; break ;; esac\n"
        "  done\n";
  }
  text += "  case $command in\n    '')\n" + branch(program, function) + "      ;;\n";
  for (const Command& sub : program.commands) text += "    " + sub.name + ")\n" + branch(sub, function) + "      ;;\n";
  text += "  esac\n}\ncomplete -o filenames -F " + function + " " + program.name + "\n";
  return text;
}

}  // namespace latentwalk::manual
