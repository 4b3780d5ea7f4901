#include "tests/programs/latentwalk/program.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>

#include "support/files.hpp"

namespace latentwalk::tests {
namespace {

std::string text_of(const std::filesystem::path& path) {
  const auto bytes = read_file(path);
  return {bytes.begin(), bytes.end()};
}

std::string quoted(const std::string& argument) {
  std::string text = "'";
  for (const char character : argument) text += character == '\'' ? std::string("'\\''") : std::string(1, character);
  return text + "'";
}

}  // namespace

Outcome latentwalk_run(const std::vector<std::string>& arguments) {
  std::string command = "\"$LATENTWALK\"";
  for (const std::string& argument : arguments) command += " " + quoted(argument);
  return shell(command);
}

Outcome shell(const std::string& command) {
  const TemporaryFolder folder;
  const std::filesystem::path out = folder.path() / "out", err = folder.path() / "err";
  const std::string line = "LATENTWALK='" LATENTWALK_PROGRAM "'; { " + command + "; } >" + quoted(out.string()) +
                           " 2>" + quoted(err.string()) + " </dev/null";
  const int status = std::system(line.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, text_of(out), text_of(err)};
}

std::string misreported(const Outcome& run, int status, const std::vector<std::string>& parts) {
  const std::string seen = " (standard error: \"" + run.err + "\")";
  if (run.status != status) {
    return "exit status " + std::to_string(run.status) + ", expected " + std::to_string(status) + seen;
  }
  if (!run.out.empty()) return "standard output is not empty: \"" + run.out + "\"" + seen;
  if (run.err.rfind("latentwalk: ", 0) != 0) return "does not begin with \"latentwalk: \"" + seen;
  if (std::count(run.err.begin(), run.err.end(), '\n') != 1 || run.err.back() != '\n') return "not one line" + seen;
  for (const std::string& part : parts) {
    if (run.err.find(part) == std::string::npos) return "says nothing of \"" + part + "\"" + seen;
  }
  return "";
}

}  // namespace latentwalk::tests
