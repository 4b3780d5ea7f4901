// For tests/docs/schema_test.mjs: a configuration a line in, what the parser says of it a line out; empty where it is
// sound.
#include <iostream>
#include <string>

#include "latentwalk/config.hpp"
#include "latentwalk/error.hpp"

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    std::string complaint;
    try {
      latentwalk::resolve_config(line, "best", {}, "configuration");
    } catch (const latentwalk::Error& error) {
      complaint = error.what();
    }
    std::cout << complaint << std::endl;
  }
  return 0;
}
