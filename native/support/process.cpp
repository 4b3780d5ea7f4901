#include "support/process.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <thread>

#include "latentwalk/error.hpp"
#include "support/files.hpp"

namespace latentwalk {
namespace {

constexpr int kNoProgram = 127;
constexpr std::size_t kHead = 240, kTail = 80;  // bytes of a message that are kept

/// In the child: only functions that are safe between fork and exec.
[[noreturn]] void become(char* const* arguments, const char* folder, int errors, std::uint64_t file_size,
                         pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(kNoProgram);  // it ended before the line above
  const int null = ::open("/dev/null", O_RDWR);
  ::dup2(null, STDIN_FILENO);
  ::dup2(null, STDOUT_FILENO);
  ::dup2(errors >= 0 ? errors : null, STDERR_FILENO);
  if (file_size > 0) {
    const rlimit limit{file_size, file_size};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    std::signal(SIGXFSZ, SIG_DFL);
  }
  if (::chdir(folder) == 0) ::execvp(arguments[0], arguments);
  ::_exit(kNoProgram);
}

/// Waits for the child, at most until its time is up. False where it had to be killed.
bool wait_for(pid_t child, double seconds, int& status, const std::string& name) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  auto pause = std::chrono::milliseconds(1);
  bool in_time = true;
  while (true) {
    const pid_t ended = ::waitpid(child, &status, in_time ? WNOHANG : 0);
    if (ended == child) return in_time;
    if (ended < 0 && errno != EINTR) fail("cannot wait for ", name, ": ", std::strerror(errno));
    if (std::chrono::steady_clock::now() > end) {
      ::kill(child, SIGKILL);
      in_time = false;
    } else {
      std::this_thread::sleep_for(pause);
      pause = std::min(2 * pause, std::chrono::milliseconds(20));
    }
  }
}

/// The lines of the file on one line. The middle of a long text is left out.
std::string read_message(int file) {
  std::string text(1 << 16, '\0');
  const ssize_t count = ::pread(file, text.data(), text.size(), 0);
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  std::string message;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == 0x7f || (c >= 0 && c < 0x20); }, ' ');
    const std::size_t first = line.find_first_not_of(' ');
    if (first != std::string::npos)
      message += (message.empty() ? "" : "; ") + line.substr(first, line.find_last_not_of(' ') - first + 1);
    at = end + 1;
  }
  if (message.size() <= kHead + kTail) return message;
  const auto is_inside = [&](std::size_t at) { return (static_cast<unsigned char>(message[at]) & 0xC0U) == 0x80U; };
  std::size_t head = kHead, tail = message.size() - kTail;
  while (head > 0 && is_inside(head)) --head;
  while (tail < message.size() && is_inside(tail)) ++tail;
  return message.substr(0, head) + " … " + message.substr(tail);
}

}  // namespace

ProgramEnd run_program(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                       const ProgramLimits& limits) {
  std::vector<char*> raw;
  raw.reserve(arguments.size() + 1);
  for (const std::string& argument : arguments) raw.push_back(const_cast<char*>(argument.c_str()));
  raw.push_back(nullptr);

  // In memory, because the disk may be what is full. A pipe could be held open by a process that the program started.
  const Descriptor errors(::memfd_create("errors", MFD_CLOEXEC));
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) fail("cannot start ", arguments.front(), ": ", std::strerror(errno));
  if (child == 0) become(raw.data(), folder.c_str(), errors.number(), limits.file_size, parent);
  int status = 0;
  const bool in_time = wait_for(child, limits.seconds, status, arguments.front());
  ProgramEnd end;
  end.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  if (!in_time) {
    end.message = "stopped after " + std::to_string(static_cast<int>(limits.seconds)) + " s";
  } else if (end.status == 128 + SIGXFSZ) {
    end.message = "stopped because a file grew beyond " + std::to_string(limits.file_size) + " bytes";
  } else if (errors.is_open()) {
    end.message = read_message(errors.number());
  }
  return end;
}

std::string failure_text(const std::string& program, const ProgramEnd& end) {
  if (end.status == kNoProgram && end.message.empty()) return program + " is not installed";
  if (end.message.empty()) return program + " ended with status " + std::to_string(end.status);
  return end.message.starts_with(program) ? end.message : program + ": " + end.message;
}

}  // namespace latentwalk
