#pragma once

#include <string>
#include <vector>

/// Running the built program, and judging how it failed.
namespace latentwalk::tests {

struct Outcome {
  int status = 0;
  std::string out, err;
};

/// Runs `latentwalk ARGUMENT…` with standard output and error caught.
Outcome latentwalk_run(const std::vector<std::string>& arguments);

/// Runs a shell command in which $LATENTWALK is the program.
Outcome shell(const std::string& command);

/// "" where the run ended with `status`, nothing on standard output, and on standard error exactly one line that
/// begins with "latentwalk: " and has each of the parts; else what was wrong.
std::string misreported(const Outcome& run, int status, const std::vector<std::string>& parts);

}  // namespace latentwalk::tests
