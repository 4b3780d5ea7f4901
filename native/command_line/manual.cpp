#include "command_line/manual.hpp"

#include <iostream>
#include <string>

#include "command_line/writers.hpp"
#include "latentwalk/error.hpp"
#include "latentwalk/version.hpp"

namespace latentwalk {

bool print_manual(const CLI::App& program, int argc, const char* const* argv) {
  if (argc < 2 || std::string(argv[1]) != "--manual") return false;
  const std::string format = argc == 3 ? argv[2] : "";
  const manual::Command command = manual::read_command(program);
  if (format == "man")
    std::cout << manual::man_page(command, kVersion);
  else if (format == "bash")
    std::cout << manual::bash_completion(command);
  else if (format == "zsh")
    std::cout << manual::zsh_completion(command);
  else if (format == "fish")
    std::cout << manual::fish_completion(command);
  else
    fail("--manual: expected man, bash, zsh or fish, found \"", format, "\"");
  if (!std::cout.flush()) fail("standard output cannot be written");
  return true;
}

}  // namespace latentwalk
