#include "viewer/session/saver.hpp"

#include <chrono>
#include <exception>
#include <utility>

#include "latentwalk/error.hpp"
#include "viewer/session/session.hpp"

namespace latentwalk::viewer {
namespace {

struct Cancelled {};

}  // namespace

Saver::Saver(std::function<void()> wake) : wake_(std::move(wake)), thread_([this] { run(); }) {}

Saver::~Saver() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = cancelled_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Saver::save(const std::filesystem::path& path, Work work) {
  {
    const std::lock_guard lock(mutex_);
    if (busy_) fail(path_.string(), " is still being saved; wait for it or cancel it");
    path_ = path;
    work_ = std::move(work);
    progress_ = 0.0;
    busy_ = true;
    cancelled_ = false;
  }
  changed_.notify_all();
}

void Saver::cancel() {
  const std::lock_guard lock(mutex_);
  cancelled_ = true;
}

bool Saver::busy() const {
  const std::lock_guard lock(mutex_);
  return busy_;
}

double Saver::progress() const {
  const std::lock_guard lock(mutex_);
  return progress_;
}

bool Saver::refresh(Session& session) {
  std::string words;
  bool is_error = false;
  {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(news_, false)) return false;
    words = outcome_;
    is_error = failed_;
  }
  session.say(words, is_error);
  return true;
}

bool Saver::wait_idle(std::chrono::milliseconds limit) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, limit, [this] { return !busy_; });
}

bool Saver::write(const Work& work) {
  try {
    work([this](double share) {
      {
        const std::lock_guard lock(mutex_);
        progress_ = share;
        if (cancelled_) throw Cancelled();
      }
      if (wake_) wake_();
    });
    return true;
  } catch (const Cancelled&) {
    return false;
  }
}

void Saver::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stop_ || busy_; });
    if (stop_) return;
    const Work work = std::exchange(work_, {});
    const std::string name = path_.string();
    lock.unlock();
    std::string outcome;
    bool failed = false;
    try {
      outcome = write(work) ? "Saved " + name + "." : name + " was not saved.";
    } catch (const std::exception& error) {
      outcome = error.what();
      failed = true;
    }
    lock.lock();
    outcome_ = outcome;
    failed_ = failed;
    news_ = true;
    busy_ = false;
    changed_.notify_all();
    lock.unlock();
    if (wake_) wake_();
    lock.lock();
  }
}

}  // namespace latentwalk::viewer
