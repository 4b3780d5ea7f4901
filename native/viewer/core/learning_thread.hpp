#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "latentwalk/config.hpp"
#include "latentwalk/digits.hpp"
#include "latentwalk/learner.hpp"
#include "latentwalk/scene.hpp"
#include "viewer/core/run_log.hpp"

namespace latentwalk::viewer {

inline constexpr std::size_t kLearnDigits = 36;  // on the sheet that shows a training

/// What a training has to show so far. Never changed once published.
struct Learned {
  bool is_made = false;  // the learner is there
  std::string error;     // not empty: the training stopped, and this is why
  std::int64_t steps = 0;
  double seconds = 0.0;                  // of training
  Trouble trouble = Trouble::none;       // after the last step
  std::size_t digits = 0;                // that it trains on
  std::shared_ptr<const Tensor> images;  // of the same kLearnDigits latents, (N, height, width): noise at first
  std::vector<Series> losses;            // over steps
  std::shared_ptr<const std::vector<std::uint8_t>> file;  // the model file that was asked for last
};

/// The settings of a training that may change in mid-run, as a patch: a factor 10^rate on the configuration's learning
/// rates, another on that of a discriminator, which may also stay as it is, and the weight of a VAE's KL divergence.
Json learning_patch(const Config& config, double rate, double kl_weight, double discriminator_rate = 0.0,
                    bool freeze = false);
/// The patch that makes a scene's training of a configuration: the seed, no schedule, because it goes on until it is
/// paused, smaller batches for few digits, and the number of latent numbers. `json` is the configuration's.
Json training_patch(const Json& json, const Scene& scene);
/// The digits that a scene trains on.
Digits first_digits(Digits digits, const Scene& scene);

/// The thread that trains on the core (latentwalk/learner.hpp), so that the window never waits for a step. It obeys
/// between two steps.
class LearningThread {
 public:
  /// `on_news` is called from the thread.
  explicit LearningThread(std::function<void()> on_news = {});
  /// Waits for the step that runs.
  ~LearningThread();
  LearningThread(const LearningThread&) = delete;
  LearningThread& operator=(const LearningThread&) = delete;

  /// A training at its beginning. `digits` is called in the thread.
  void begin(Config config, std::function<Digits()> digits, std::size_t threads);
  /// Drops the training; at once nothing of it is shown any more.
  void forget();
  /// Trains until paused.
  void train(bool on);
  void step_once();
  void change(const Json& patch);
  void make_file();

  bool has_begun() const;
  bool is_training() const;
  /// Null while there is no training.
  std::shared_ptr<const Learned> learned() const;
  /// Blocks until all is done that was asked for; false if that took longer than `limit`, as a training does.
  bool wait_idle(std::chrono::milliseconds limit) const;

 private:
  struct Beginning {
    Config config;
    std::function<Digits()> digits;
    std::size_t threads = 1;
  };
  /// What is asked for, and not begun.
  struct Orders {
    std::uint64_t generation = 0;  // counts trainings
    std::optional<Beginning> begin;
    std::optional<Json> patch;
    int steps = 0;
    bool train = false, file = false;

    bool any() const { return begin || patch || steps > 0 || train || file; }
  };

  void run();
  void obey(Orders& orders);
  void make(const Beginning& beginning);
  void step();
  void look();
  bool is_wanted(const Orders& orders) const;
  void publish(const Orders& orders);

  std::function<void()> on_news_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  Orders orders_;
  std::shared_ptr<const Learned> learned_;
  bool has_begun_ = false, working_ = false, stop_ = false;

  // The thread's own.
  std::unique_ptr<Learner> learner_;
  Tensor latents_ = zeros({0});
  std::vector<std::int32_t> labels_;
  Learned now_;

  std::thread thread_;  // last: it uses the others
};

}  // namespace latentwalk::viewer
