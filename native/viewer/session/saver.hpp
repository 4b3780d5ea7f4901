#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "latentwalk/scene.hpp"

namespace latentwalk::viewer {

class Session;

/// The thread that writes files, so that the window never waits for one. Files are whole or not there.
class Saver {
 public:
  /// Writes the file; it tells the progress, and ends where that throws.
  using Work = std::function<void(const ProgressReport& progress)>;

  /// `wake` is called from the thread.
  explicit Saver(std::function<void()> wake = {});
  /// Gives up what is being saved.
  ~Saver();
  Saver(const Saver&) = delete;
  Saver& operator=(const Saver&) = delete;

  /// Throws Error while another file is being saved.
  void save(const std::filesystem::path& path, Work work);
  /// The file stays as it was before.
  void cancel();
  bool busy() const;
  double progress() const;
  const std::filesystem::path& path() const { return path_; }

  /// Says what became of a file; true if there is news.
  bool refresh(Session& session);
  /// Blocks until nothing is left to do; false if that took longer than `limit`.
  bool wait_idle(std::chrono::milliseconds limit) const;

 private:
  void run();
  /// True once the file is written, false if that was cancelled. Throws what the work throws.
  bool write(const Work& work);

  std::function<void()> wake_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::filesystem::path path_;
  Work work_;
  double progress_ = 0.0;
  bool busy_ = false, cancelled_ = false, stop_ = false, news_ = false;
  std::string outcome_;
  bool failed_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace latentwalk::viewer
