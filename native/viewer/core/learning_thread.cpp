#include "viewer/core/learning_thread.hpp"

#include <chrono>
#include <cmath>
#include <exception>
#include <new>
#include <utility>

#include "latentwalk/latent.hpp"

namespace latentwalk::viewer {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kLook = 0.12;            // s between two looks at the sheet
constexpr std::size_t kMostPoints = 400;  // of a curve: with more, every second goes
constexpr std::uint64_t kSheetSeed = 1;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

void note_losses(std::vector<Series>& curves, const std::vector<LossTerm>& losses, std::int64_t step) {
  for (const LossTerm& term : losses) {
    auto curve = std::find_if(curves.begin(), curves.end(), [&](const Series& one) { return one.name == term.name; });
    if (curve == curves.end()) curve = curves.insert(curve, {term.name, {}, {}});
    curve->x.push_back(static_cast<double>(step));
    curve->y.push_back(term.value);
    if (curve->x.size() <= kMostPoints) continue;
    for (std::vector<double>* values : {&curve->x, &curve->y}) {
      for (std::size_t i = 0; 2 * i < values->size(); ++i) (*values)[i] = (*values)[2 * i];
      values->resize((values->size() + 1) / 2);
    }
  }
}

}  // namespace

LearningThread::LearningThread(std::function<void()> on_news)
    : on_news_(std::move(on_news)), thread_([this] { run(); }) {}

LearningThread::~LearningThread() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void LearningThread::begin(Config config, std::function<Digits()> digits, std::size_t threads) {
  {
    const std::lock_guard lock(mutex_);
    orders_ = {orders_.generation + 1, Beginning{std::move(config), std::move(digits), threads}, {}, 0, false, false};
    learned_ = std::make_shared<const Learned>();
    has_begun_ = true;
  }
  changed_.notify_all();
}

void LearningThread::forget() {
  const std::lock_guard lock(mutex_);
  orders_ = {orders_.generation + 1, {}, {}, 0, false, false};
  learned_ = nullptr;
  has_begun_ = false;
}

void LearningThread::train(bool on) {
  {
    const std::lock_guard lock(mutex_);
    orders_.train = on && has_begun_;
  }
  changed_.notify_all();
}

void LearningThread::step_once() {
  {
    const std::lock_guard lock(mutex_);
    orders_.train = false;
    orders_.steps += has_begun_ ? 1 : 0;
  }
  changed_.notify_all();
}

void LearningThread::change(const Json& patch) {
  {
    const std::lock_guard lock(mutex_);
    if (has_begun_) orders_.patch = patch;
  }
  changed_.notify_all();
}

void LearningThread::make_file() {
  {
    const std::lock_guard lock(mutex_);
    orders_.file = has_begun_;
  }
  changed_.notify_all();
}

bool LearningThread::has_begun() const {
  const std::lock_guard lock(mutex_);
  return has_begun_;
}

bool LearningThread::is_training() const {
  const std::lock_guard lock(mutex_);
  return orders_.train;
}

std::shared_ptr<const Learned> LearningThread::learned() const {
  const std::lock_guard lock(mutex_);
  return learned_;
}

bool LearningThread::wait_idle(std::chrono::milliseconds limit) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, limit, [this] { return !orders_.any() && !working_; });
}

void LearningThread::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stop_ || orders_.any(); });
    if (stop_) return;
    Orders orders = std::exchange(orders_, {orders_.generation, {}, {}, 0, orders_.train, false});
    working_ = true;
    lock.unlock();
    obey(orders);
    publish(orders);
    lock.lock();
    working_ = false;
    changed_.notify_all();
  }
}

void LearningThread::obey(Orders& orders) {
  try {
    if (orders.begin) make(*orders.begin);
    now_.error.clear();
    if (learner_ == nullptr) return;
    if (orders.patch) learner_->change(*orders.patch);
    for (; orders.steps > 0; --orders.steps) step();
    const Clock::time_point start = Clock::now();
    while (is_wanted(orders) && seconds_since(start) < kLook) step();
    if (learner_->steps_done() > now_.steps) look();
    if (orders.file) now_.file = std::make_shared<const std::vector<std::uint8_t>>(learner_->export_model());
  } catch (const std::bad_alloc&) {
    now_.error = "there is not enough memory";
  } catch (const std::exception& error) {
    now_.error = error.what();
  }
}

void LearningThread::make(const Beginning& beginning) {
  learner_.reset();  // its memory first
  now_ = {};
  learner_ = std::make_unique<Learner>(beginning.config, beginning.digits(), beginning.threads);
  now_.is_made = true;
  now_.digits = learner_->digit_count();
  latents_ = sample_latents(beginning.config.model, kSheetSeed, kLearnDigits);
  labels_ = labels_in_turn(beginning.config.model, kLearnDigits);
  now_.images = std::make_shared<const Tensor>(learner_->sample(latents_, labels_));
}

void LearningThread::step() {
  const Clock::time_point start = Clock::now();
  learner_->step();
  now_.seconds += seconds_since(start);
}

void LearningThread::look() {
  now_.steps = learner_->steps_done();
  now_.trouble = learner_trouble(*learner_);
  now_.images = std::make_shared<const Tensor>(learner_->sample(latents_, labels_));
  note_losses(now_.losses, learner_->losses(), now_.steps);
}

bool LearningThread::is_wanted(const Orders& orders) const {
  const std::lock_guard lock(mutex_);
  return orders_.train && orders_.generation == orders.generation && !orders_.begin && !stop_;
}

void LearningThread::publish(const Orders& orders) {
  {
    const std::lock_guard lock(mutex_);
    if (orders_.generation != orders.generation) return;
    learned_ = std::make_shared<const Learned>(now_);
    if (!now_.error.empty()) orders_.train = false;
    if (!now_.is_made) has_begun_ = false;  // the next try makes another
  }
  if (on_news_) on_news_();
}

}  // namespace latentwalk::viewer
