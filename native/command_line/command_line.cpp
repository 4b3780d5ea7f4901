#include "command_line/command_line.hpp"

#include <algorithm>
#include <cctype>

namespace latentwalk::manual {
namespace {

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

bool contains(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

/// "NAME:{light,dark}" -> light, dark
std::vector<std::string> choices_in(const std::string& type) {
  std::vector<std::string> choices;
  const std::size_t open = type.find('{'), close = type.find('}');
  if (open == std::string::npos || close == std::string::npos) return choices;
  std::size_t begin = open + 1;
  while (begin < close) {
    const std::size_t end = std::min(type.find(',', begin), close);
    choices.push_back(type.substr(begin, end - begin));
    begin = end + 1;
  }
  return choices;
}

Argument::Value kind_of(const Argument& argument, const std::string& type) {
  using Value = Argument::Value;
  const std::string name = upper(argument.names.back());
  if (!argument.choices.empty()) return Value::choice;
  if (argument.positional && (name == "MODEL" || name == "MODELS")) return Value::model;
  if (name == "--CONFIG") return Value::configuration;
  for (const char* number : {"INT", "FLOAT", "SEED"})
    if (contains(type, number)) return Value::number;
  if (type == "N") return Value::number;
  if (contains(type, "FOLDER") || contains(argument.description, "Folder") || contains(argument.description, "folder"))
    return Value::folder;
  return Value::file;
}

Argument read_argument(const CLI::Option& option) {
  Argument argument;
  for (const std::string& name : option.get_snames()) argument.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) argument.names.push_back("--" + name);
  argument.positional = argument.names.empty();
  if (argument.positional) argument.names.push_back(option.get_name(true));
  argument.required = option.get_required();
  argument.description = option.get_description();
  if (option.get_expected_max() == 0) return argument;  // a flag
  argument.repeats = option.get_expected_max() > 1;
  const std::string type = option.get_type_name();
  argument.choices = choices_in(type);
  argument.fallback = option.get_default_str();
  argument.placeholder =
      type.substr(0, type.find_first_of(":{ ")).empty() ? "VALUE" : type.substr(0, type.find_first_of(":{ "));
  argument.value = kind_of(argument, type);
  return argument;
}

}  // namespace

Command read_command(const CLI::App& app) {
  Command command;
  command.name = app.get_name();
  command.description = app.get_description();
  for (const CLI::Option* option : app.get_options([](const CLI::Option* one) { return !one->get_group().empty(); }))
    command.arguments.push_back(read_argument(*option));
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App* one) { return !one->get_group().empty(); }))
    command.commands.push_back(read_command(*sub));
  return command;
}

}  // namespace latentwalk::manual
