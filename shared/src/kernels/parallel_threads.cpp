// parallel_for with threads. Helper threads are started when first needed and then wait for the next call. Starting a
// thread takes some 20 microseconds, 5 % of a batch of the smallest model; waking one takes only a few.
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "latentwalk/parallel.hpp"

namespace latentwalk {
namespace {

// One call of parallel_for. It lives on the stack of its caller, which returns only after all helpers have left it.
struct Call {
  Call(std::size_t tasks, const std::function<void(std::size_t)>& what) : count(tasks), task(what) {}

  const std::size_t count;
  const std::function<void(std::size_t)>& task;
  std::atomic<std::size_t> next{0};
  std::size_t helpers = 0;  // working on it; guarded by the pool's mutex, as is `first`
  std::exception_ptr first;
};

class Pool {
 public:
  Pool() = default;
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  ~Pool() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    wanted_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  void run(Call& call, std::size_t helpers) {
    {
      const std::lock_guard lock(mutex_);
      start(helpers);
      waiting_.insert(waiting_.end(), helpers, &call);
    }
    for (std::size_t i = 0; i < helpers; ++i) wanted_.notify_one();
    work(call);
    // The caller itself finishes the tasks, so places that no helper has taken are removed. A call from within a task,
    // when all helpers are busy, therefore cannot wait for ever.
    std::unique_lock lock(mutex_);
    waiting_.erase(std::remove(waiting_.begin(), waiting_.end(), &call), waiting_.end());
    done_.wait(lock, [&] { return call.helpers == 0; });
  }

 private:
  void start(std::size_t helpers) {
    try {
      while (threads_.size() < helpers) threads_.emplace_back([this] { help(); });
    } catch (const std::system_error&) {
      // No more threads can be started; the existing ones do the work.
    }
  }

  void help() {
    std::unique_lock lock(mutex_);
    while (true) {
      wanted_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
      if (ending_) return;
      Call& call = *waiting_.front();
      waiting_.pop_front();
      ++call.helpers;
      lock.unlock();
      work(call);
      lock.lock();
      if (--call.helpers == 0) done_.notify_all();
    }
  }

  void work(Call& call) {
    for (std::size_t i = call.next++; i < call.count; i = call.next++) {
      try {
        call.task(i);
      } catch (...) {
        const std::lock_guard lock(mutex_);
        if (!call.first) call.first = std::current_exception();
      }
    }
  }

  std::mutex mutex_;
  std::condition_variable wanted_, done_;
  std::deque<Call*> waiting_;  // one entry for each helper that a call wants
  std::vector<std::thread> threads_;
  bool ending_ = false;
};

}  // namespace

std::size_t available_threads() { return std::max(1U, std::thread::hardware_concurrency()); }

void parallel_for(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& task) {
  if (threads <= 1 || count <= 1) {
    for (std::size_t i = 0; i < count; ++i) task(i);
    return;
  }
  static Pool pool;
  Call call(count, task);
  pool.run(call, std::min(threads, count) - 1);
  if (call.first) std::rethrow_exception(call.first);
}

}  // namespace latentwalk
