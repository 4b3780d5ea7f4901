#include "viewer/core/render_worker.hpp"

#include <exception>
#include <new>
#include <utility>

namespace latentwalk::viewer {

RenderWorker::RenderWorker(std::function<void()> on_answer)
    : on_answer_(std::move(on_answer)), thread_([this] { run(); }) {}

RenderWorker::~RenderWorker() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

std::uint64_t RenderWorker::submit(const std::string& slot, std::unique_ptr<Job> job, Urgency urgency) {
  std::uint64_t ticket = 0;
  {
    const std::lock_guard lock(mutex_);
    ticket = ++last_ticket_;
    Request& request = requests_[slot];
    if (request.job != nullptr) ++counts_.dropped;
    request = {ticket, urgency, std::shared_ptr<Job>(std::move(job)), false};
  }
  changed_.notify_all();
  return ticket;
}

void RenderWorker::cancel(const std::string& slot) {
  {
    const std::lock_guard lock(mutex_);
    counts_.dropped += requests_.erase(slot);
  }
  changed_.notify_all();
}

std::shared_ptr<const Answer> RenderWorker::answer(const std::string& slot) const {
  const std::lock_guard lock(mutex_);
  const auto found = answers_.find(slot);
  return found == answers_.end() ? nullptr : found->second;
}

bool RenderWorker::busy(const std::string& slot) const {
  const std::lock_guard lock(mutex_);
  return requests_.contains(slot);
}

bool RenderWorker::idle() const {
  const std::lock_guard lock(mutex_);
  return requests_.empty() && !stepping_;
}

bool RenderWorker::wait_idle(std::chrono::milliseconds limit) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, limit, [this] { return requests_.empty() && !stepping_; });
}

RenderWorker::Counts RenderWorker::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

std::map<std::string, RenderWorker::Request>::iterator RenderWorker::most_urgent() {
  auto best = requests_.begin();
  for (auto it = requests_.begin(); it != requests_.end(); ++it) {
    // Among equals the older one, so that none starves.
    if (std::pair(it->second.urgency, it->second.ticket) < std::pair(best->second.urgency, best->second.ticket))
      best = it;
  }
  return best;
}

void RenderWorker::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stop_ || !requests_.empty(); });
    if (stop_) return;
    const auto next = most_urgent();
    const std::string slot = next->first;
    const Request request = next->second;
    next->second.begun = true;
    stepping_ = true;
    lock.unlock();
    work_on(slot, request);
    if (on_answer_) on_answer_();
    lock.lock();
    stepping_ = false;
    changed_.notify_all();
  }
}

void RenderWorker::work_on(const std::string& slot, const Request& request) {
  Answer answer;
  bool finished = true;
  try {
    if (!request.begun) request.job->begin(this->answer(slot).get());
    finished = request.job->step();
    answer = request.job->answer();
  } catch (const std::bad_alloc&) {
    answer.error = "not enough memory";
  } catch (const std::exception& error) {
    answer.error = error.what();
  }
  answer.ticket = request.ticket;
  answer.finished = finished;
  if (finished) answer.progress = 1.0;

  const std::lock_guard lock(mutex_);
  ++counts_.steps;
  const auto current = requests_.find(slot);
  if (current == requests_.end() || current->second.ticket != request.ticket) return;  // stale: nobody sees it
  answers_[slot] = std::make_shared<const Answer>(std::move(answer));
  if (finished) {
    ++counts_.finished;
    requests_.erase(current);
  }
}

}  // namespace latentwalk::viewer
