#include "support/process.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "latentwalk/error.hpp"

namespace latentwalk {

int run_program(const std::vector<std::string>& arguments, const std::filesystem::path& folder, bool show_errors) {
  std::vector<char*> raw;
  raw.reserve(arguments.size() + 1);
  for (const std::string& argument : arguments) raw.push_back(const_cast<char*>(argument.c_str()));
  raw.push_back(nullptr);

  const pid_t child = ::fork();
  if (child < 0) fail("cannot start ", arguments.front(), ": ", std::strerror(errno));
  if (child == 0) {  // only functions that are safe between fork and exec
    const int null = ::open("/dev/null", O_RDWR);
    ::dup2(null, STDIN_FILENO);
    ::dup2(null, STDOUT_FILENO);
    if (!show_errors) ::dup2(null, STDERR_FILENO);
    if (::chdir(folder.c_str()) == 0) ::execvp(raw[0], raw.data());
    ::_exit(127);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) fail("cannot wait for ", arguments.front(), ": ", std::strerror(errno));
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace latentwalk
