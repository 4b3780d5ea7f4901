#include "command_line/complete.hpp"

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "latentwalk/error.hpp"
#include "support/shipped.hpp"

namespace latentwalk {
namespace {

void offer(const std::string& begin, const std::string& word, const std::string& description = "") {
  if (!word.starts_with(begin)) return;
  std::cout << word;
  if (!description.empty()) std::cout << '\t' << description.substr(0, description.find('\n'));
  std::cout << '\n';
}

void offer_shipped(const std::string& begin, const std::string& folder, const std::string& extension) {
  for (const std::string& name : shipped_names(folder, extension)) offer(begin, name);
  std::cout << ":files\n";
}

/// The values that a type such as "NAME:{light,dark}" lists; empty for other types.
std::vector<std::string> choices_in(const std::string& type) {
  std::vector<std::string> choices;
  const std::size_t open = type.find('{'), close = type.find('}');
  if (open == std::string::npos || close == std::string::npos) return choices;
  for (std::size_t begin = open + 1; begin < close;) {
    const std::size_t end = std::min(type.find(',', begin), close);
    choices.push_back(type.substr(begin, end - begin));
    begin = end + 1;
  }
  return choices;
}

/// Prints completions for the value of an option or positional argument, according to its name, type and description.
void offer_values(const std::string& begin, const CLI::Option& option) {
  const std::string name = option.get_name(), type = option.get_type_name(), description = option.get_description();
  const auto has_type = [&](const char* part) { return type.find(part) != std::string::npos; };
  if (const auto choices = choices_in(type); !choices.empty()) {
    for (const std::string& choice : choices) offer(begin, choice);
  } else if (name == "MODEL" || name == "model" || name == "models") {
    offer_shipped(begin, "models", ".safetensors");
  } else if (name == "--config") {
    offer_shipped(begin, "configs", ".json");
  } else if (has_type("INT") || has_type("FLOAT") || has_type("SEED") || type == "N") {
    return;
  } else if (name == "SOURCE") {  // folders or files
    std::cout << ":files\n";
  } else if (has_type("FOLDER") || description.find("older") != std::string::npos) {
    std::cout << ":folders\n";
  } else {
    std::cout << ":files\n";
  }
}

/// The command that the words name, `data import` too, or the program if they name none.
const CLI::App& command_of(const CLI::App& program, const std::vector<std::string>& words) {
  const CLI::App* found = &program;
  for (const std::string& word : words)
    for (const CLI::App* command :
         found->get_subcommands([](const CLI::App* one) { return !one->get_group().empty(); }))
      if (command->get_name() == word) {
        found = command;
        break;
      }
  return *found;
}

}  // namespace

bool print_completions(const CLI::App& program, int argc, const char* const* argv) {
  if (argc < 2 || std::string(argv[1]) != "--complete") return false;
  std::vector<std::string> words(argv + 2, argv + argc);
  const std::string last = words.empty() ? "" : words.back();
  if (!words.empty()) words.pop_back();
  const CLI::App& command = command_of(program, words);
  const CLI::Option* before =
      words.empty() || !words.back().starts_with("-") ? nullptr : command.get_option_no_throw(words.back());

  const auto options = command.get_options([](const CLI::Option* one) { return !one->get_group().empty(); });
  const auto commands = command.get_subcommands([](const CLI::App* one) { return !one->get_group().empty(); });
  const auto positional =
      std::find_if(options.begin(), options.end(), [](const CLI::Option* one) { return one->get_positional(); });
  if (before != nullptr && before->get_expected_max() > 0) {
    offer_values(last, *before);
  } else if (last.starts_with("-")) {
    for (const CLI::Option* option : options) {
      for (const std::string& name : option->get_lnames()) offer(last, "--" + name, option->get_description());
      for (const std::string& name : option->get_snames()) offer(last, "-" + name, option->get_description());
    }
  } else if (!commands.empty()) {
    for (const CLI::App* one : commands) offer(last, one->get_name(), one->get_description());
  } else if (positional != options.end()) {
    offer_values(last, **positional);
  }
  if (!std::cout.flush()) fail("standard output cannot be written");
  return true;
}

}  // namespace latentwalk
