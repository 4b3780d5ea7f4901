#include <algorithm>

#include "command_line/writers.hpp"

namespace latentwalk::manual {
namespace {

/// Text that man(7) takes for nothing else: no escapes, no requests, hyphens that can be copied.
std::string plain(const std::string& text) {
  std::string out;
  bool line_start = true;
  for (const char c : text) {
    if (line_start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
    line_start = c == '\n';
  }
  return out;
}

std::string bold(const std::string& text) { return "\\fB" + plain(text) + "\\fR"; }
std::string italic(const std::string& text) { return "\\fI" + plain(text) + "\\fR"; }

/// "-o, --out FILE"
std::string heading(const Argument& argument) {
  if (argument.positional) return italic(argument.names.front()) + (argument.repeats ? " ..." : "");
  std::string text;
  for (const std::string& name : argument.names) text += (text.empty() ? "" : ", ") + bold(name);
  if (argument.value == Argument::Value::none) return text;
  return text + " " + italic(argument.placeholder) + (argument.repeats ? " ..." : "");
}

void write_arguments(std::string& page, const Command& command) {
  for (const Argument& argument : command.arguments) {
    page += ".TP\n" + heading(argument) + "\n" + plain(argument.description);
    if (!argument.choices.empty()) {
      std::string choices;
      for (const std::string& choice : argument.choices) choices += (choices.empty() ? "" : ", ") + bold(choice);
      page += ". One of " + choices;
    }
    if (argument.required) page += ". Required";
    if (!argument.fallback.empty()) page += ". Default: " + bold(argument.fallback);
    page += ".\n";
  }
}

/// "latentwalk sample [OPTIONS] MODEL"
std::string synopsis(const std::string& name, const Command& command) {
  std::string text = bold(name) + " [" + italic("OPTION") + " ...]";
  for (const Argument& argument : command.arguments) {
    if (argument.positional) {
      const std::string one = italic(argument.names.front()) + (argument.repeats ? " ..." : "");
      text += argument.required ? " " + one : " [" + one + "]";
    } else if (argument.required) {
      text += " " + bold(argument.names.back()) + " " + italic(argument.placeholder);
    }
  }
  return text + "\n";
}

}  // namespace

std::string man_page(const Command& program, const std::string& version) {
  std::string upper = program.name;
  for (char& c : upper) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  const std::size_t first_line = program.description.find('\n');
  std::string summary = program.description.substr(0, std::min(program.description.find_first_of(":\n"), first_line));
  std::string page = ".\\\" Made from the program's own options by `" + program.name + " --manual man`.\n";
  page += ".TH " + upper + " 1 \"\" \"latentwalk " + version + "\" \"User Commands\"\n";
  page += ".SH NAME\n" + program.name + " \\- " + plain(summary) + "\n";
  page += ".SH SYNOPSIS\n";
  if (program.commands.empty()) page += synopsis(program.name, program);
  for (const Command& command : program.commands)
    page +=
        (&command == &program.commands.front() ? "" : ".br\n") + synopsis(program.name + " " + command.name, command);
  page += ".SH DESCRIPTION\n" + plain(program.description) + "\n";
  page += ".SH OPTIONS\n";
  write_arguments(page, program);
  if (!program.commands.empty()) {
    page += ".SH COMMANDS\n";
    for (const Command& command : program.commands) {
      page += ".SS " + bold(command.name) + "\n" + plain(command.description) + ".\n";
      write_arguments(page, command);
    }
  }
  page +=
      ".SH EXIT STATUS\n0 when all went well, 2 or more than 100 for a command line that cannot be read, else 1; one "
      "line on "
      "standard error says what was wrong.\n"
      ".SH FILES\n.TP\n.I ../share/latentwalk\nSeen from the program's folder: the shipped models and what else the "
      "programs "
      "read. A model is named by its file, or a shipped one by its name alone.\n";
  std::string others;
  for (const char* other : {"latentwalk", "latentwalk-train", "latentwalk-viewer"})
    if (program.name != other) others += (others.empty() ? "" : ", ") + bold(other) + "(1)";
  return page + ".SH SEE ALSO\n" + others + "\n";
}

}  // namespace latentwalk::manual
