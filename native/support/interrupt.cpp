#include "support/interrupt.hpp"

#include <unistd.h>

#include <csignal>
#include <ctime>

namespace latentwalk {
namespace {

constexpr std::time_t kPatience = 10;  // seconds

volatile std::sig_atomic_t received_signal = 0;
volatile std::time_t received_at = 0;

extern "C" void on_signal(int signal) {
  // Files on disk are complete at every moment, so leaving at once loses nothing that was saved.
  // SIGTERM may come several times at once, so only a later one means that the training does not stop by itself.
  const std::time_t now = std::time(nullptr);
  if (received_signal != 0 && (signal == SIGINT || now - received_at > kPatience)) _exit(128 + signal);
  if (received_signal == 0) received_at = now;
  received_signal = signal;
}

void handle(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

InterruptGuard::InterruptGuard() {
  received_signal = 0;
  handle(on_signal);
}
InterruptGuard::~InterruptGuard() { handle(SIG_DFL); }

int InterruptGuard::received() { return received_signal; }

}  // namespace latentwalk
