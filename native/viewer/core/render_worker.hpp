#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "latentwalk/inside.hpp"
#include "latentwalk/model.hpp"
#include "latentwalk/reading.hpp"

/// The thread that computes, so that the window never waits for a model. It knows no widget: a job in, an answer out.
namespace latentwalk::viewer {

/// What a job has to show so far. Never changed once published.
struct Answer {
  std::uint64_t ticket = 0;  // of the request it answers
  bool finished = false;
  double progress = 0.0;  // 0 to 1
  std::string error;      // not empty: the job failed, and this is why

  Tensor images;                       // (N, height, width), 1 = ink
  std::size_t ready = 0;               // how many of them are this request's; the rest are the picture before
  Tensor latents;                      // (N, latent_dim), what the images show
  std::vector<std::int32_t> labels;    // and of which class, for a conditional model
  Codes codes;                         // of the images that were encoded
  std::shared_ptr<const Model> model;  // that made the images, or that was loaded
  double milliseconds = 0.0;           // a digit
  std::vector<Reading> readings;       // of digits that were read
  std::shared_ptr<const struct NearestTraining> nearest;  // the training digit that is nearest to a picture
  std::shared_ptr<const Inside> inside;                   // what the model computes for one digit
  std::shared_ptr<const struct CodeMeanings> meanings;    // what the model's codes do
};

/// Work cut into steps of about kStepMilliseconds, so that a newer request never waits long.
class Job {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr double kStepMilliseconds = 8.0;
  static double milliseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  }

  virtual ~Job() = default;
  /// Called once before the first step with the slot's last answer, which may be null.
  virtual void begin(const Answer* /*before*/) {}
  /// Does the next step and says whether the work is done. Throws Error.
  virtual bool step() = 0;
  /// What there is so far; ticket, finished and error are the worker's to fill in.
  virtual Answer answer() const = 0;
};

/// Jobs are asked for by slot ("samples", "walk" …), a place in the window that shows the latest only: a new request
/// takes the place of the one before, started or not. Of several slots the most urgent goes first, step by step.
class RenderWorker {
 public:
  enum class Urgency { now, soon, background };

  /// `on_answer` is called from the worker's thread after each answer.
  explicit RenderWorker(std::function<void()> on_answer = {});
  /// Drops what is left and waits for the step that runs.
  ~RenderWorker();
  RenderWorker(const RenderWorker&) = delete;
  RenderWorker& operator=(const RenderWorker&) = delete;

  /// Returns the request's ticket.
  std::uint64_t submit(const std::string& slot, std::unique_ptr<Job> job, Urgency urgency = Urgency::soon);
  /// Drops the slot's request; its last answer stays.
  void cancel(const std::string& slot);
  /// The slot's last answer, possibly to an older request; null if there is none.
  std::shared_ptr<const Answer> answer(const std::string& slot) const;
  bool busy(const std::string& slot) const;
  bool idle() const;
  /// Blocks until nothing is left to do; false if that took longer than `limit`.
  bool wait_idle(std::chrono::milliseconds limit) const;

  struct Counts {
    std::uint64_t steps = 0, finished = 0, dropped = 0;
  };
  Counts counts() const;

 private:
  struct Request {
    std::uint64_t ticket = 0;
    Urgency urgency = Urgency::soon;
    std::shared_ptr<Job> job;
    bool begun = false;
  };

  void run();
  void work_on(const std::string& slot, const Request& request);
  std::map<std::string, Request>::iterator most_urgent();

  std::function<void()> on_answer_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::map<std::string, Request> requests_;
  std::map<std::string, std::shared_ptr<const Answer>> answers_;
  std::uint64_t last_ticket_ = 0;
  Counts counts_;
  bool stepping_ = false, stop_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace latentwalk::viewer
