#include "support/console.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iomanip>
#include <iostream>
#include <sstream>

#include "latentwalk/printable.hpp"

namespace latentwalk {
namespace {

constexpr double kBarInterval = 0.1, kLineInterval = 30.0;  // seconds

std::size_t terminal_width() {
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

std::string number_text(double value) {
  std::ostringstream text;
  text << std::setprecision(4) << value;
  return text.str();
}

std::string terms_text(const Progress& progress) {
  std::string text;
  for (const auto& [name, value] : progress.terms) text += "  " + name + " " + number_text(value);
  return text;
}

}  // namespace

std::string duration_text(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0) return "?";
  const auto whole = std::llround(seconds);
  char text[32];
  if (whole < 60) {
    std::snprintf(text, sizeof text, "%lld s", whole);
  } else if (whole < 3600) {
    std::snprintf(text, sizeof text, "%lld:%02lld", whole / 60, whole % 60);
  } else {
    std::snprintf(text, sizeof text, "%lld:%02lld:%02lld", whole / 3600, whole / 60 % 60, whole % 60);
  }
  return text;
}

Console::Console(std::string program) : program_(std::move(program)), terminal_(isatty(STDOUT_FILENO) == 1) {}

void Console::progress(const Progress& progress, double now) {
  if (now - last_drawn_ < (terminal_ ? kBarInterval : kLineInterval)) return;
  last_drawn_ = now;
  std::ostringstream text;
  text << "epoch " << progress.epoch << "/" << progress.epochs;
  if (terminal_) {
    constexpr std::int64_t kCells = 20;
    const auto full =
        static_cast<std::size_t>(kCells * progress.position / std::max<std::int64_t>(1, progress.steps_per_epoch));
    text << " [" << std::string(full, '#') << std::string(static_cast<std::size_t>(kCells) - full, '.') << "]";
  }
  text << " " << progress.position << "/" << progress.steps_per_epoch << "  "
       << number_text(progress.step_seconds * 1e3) << " ms/step  left " << duration_text(progress.remaining_seconds)
       << terms_text(progress);
  if (!terminal_) {
    std::cout << text.str() << std::endl;
    return;
  }
  std::cout << "\r\x1b[K" << text.str().substr(0, terminal_width() - 1) << std::flush;
  bar_drawn_ = true;
}

void Console::clear_bar() {
  if (bar_drawn_) std::cout << "\r\x1b[K" << std::flush;
  bar_drawn_ = false;
}

void Console::line(const std::string& text) {
  clear_bar();
  std::cout << printable(text) << std::endl;
}

void Console::warn(const std::string& text) {
  clear_bar();
  std::cerr << program_ << ": warning: " << printable(text) << std::endl;
}

}  // namespace latentwalk
