#include "trainer/loop/interrupt.hpp"

#include <unistd.h>

#include <csignal>

namespace latentwalk {
namespace {

volatile std::sig_atomic_t received_signal = 0;

extern "C" void on_signal(int signal) {
  // Files on disk are complete at every moment, so leaving at once loses nothing that was saved.
  if (received_signal != 0 && signal == SIGINT) _exit(128 + SIGINT);
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
