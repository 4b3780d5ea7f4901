#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string_view>

#include "latentwalk/error.hpp"

/// What every target demands of a parser beyond not crashing: whatever it refuses, it refuses by an Error whose message
/// is one line that begins with the name it was given and stays short. Anything else that is thrown ends the process.
namespace latentwalk::fuzz {

inline constexpr std::string_view kName = "input";

[[noreturn]] inline void give_up(std::string_view what, std::string_view message) {
  std::cerr << what << ": " << message << '\n';
  std::abort();
}

template <class Parse>
void run(Parse parse) {
  try {
    parse();
  } catch (const Error& error) {
    const std::string_view message = error.what();
    if (message.substr(0, kName.size()) != kName) give_up("a message that does not name its input", message);
    if (printable(message) != message) give_up("a message that is not one printable line", message);
    if (message.size() > 2000) give_up("an endless message", message.substr(0, 200));
  }
}

inline std::string_view text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace latentwalk::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
