#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace latentwalk {

/// How a program ended.
struct ProgramEnd {
  int status = 0;       // 127 if there is no such program, 128 + n if signal n ended it
  std::string message;  // what it wrote to standard error, on one line and shortened, or why it was stopped
};

/// What a program may use before it is stopped.
struct ProgramLimits {
  double seconds = 600.0;
  std::uint64_t file_size = 0;  // of each file that it writes, in bytes; 0: no limit
};

/// Runs a program from PATH in `folder`, without a shell, and waits for it. Its standard input and output are
/// /dev/null. It ends when this program does. Throws Error if no process can be started.
ProgramEnd run_program(const std::vector<std::string>& arguments, const std::filesystem::path& folder = ".",
                       const ProgramLimits& limits = {});

/// Why it failed, for people: "gnuplot is not installed", "curl: could not resolve host", "npm ended with status 1".
std::string failure_text(const std::string& program, const ProgramEnd& end);

}  // namespace latentwalk
