// The render worker and its jobs, without a window.

#include "viewer/core/render_worker.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "latentwalk/error.hpp"
#include "latentwalk/latent.hpp"
#include "support/model_file.hpp"
#include "viewer/core/jobs.hpp"

using namespace latentwalk;
using namespace latentwalk::viewer;
using namespace std::chrono_literals;

namespace {

const std::string kFixtureFolder = LATENTWALK_FIXTURES;

std::shared_ptr<const Model> load(const std::string& name) {
  return std::make_shared<const Model>(load_model(kFixtureFolder + "/" + name + ".safetensors").model);
}

/// A job of so many steps that tells what it did; a step may wait until it is let go.
class CountingJob : public Job {
 public:
  CountingJob(int steps, std::atomic<int>& done, std::atomic<bool>* gate = nullptr)
      : steps_(steps), done_(done), gate_(gate) {}
  bool step() override {
    while (gate_ != nullptr && !*gate_) std::this_thread::sleep_for(1ms);
    ++done_;
    return ++at_ >= steps_;
  }
  Answer answer() const override {
    Answer answer;
    answer.progress = static_cast<double>(at_) / steps_;
    return answer;
  }

 private:
  int steps_, at_ = 0;
  std::atomic<int>& done_;
  std::atomic<bool>* gate_;
};

class FailingJob : public Job {
 public:
  bool step() override { fail("this cannot be done"); }
  Answer answer() const override { return {}; }
};

}  // namespace

TEST_CASE("the worker gives the core's pictures, bit for bit") {
  const auto model = load("tiny-gan");
  RenderWorker worker;
  const Tensor latents = sample_latents(model->spec(), 5, 37);
  worker.submit("samples", decode_job(model, latents, {}));
  REQUIRE(worker.wait_idle(10s));
  const auto answer = worker.answer("samples");
  REQUIRE(answer != nullptr);
  CHECK(answer->finished);
  CHECK(answer->error.empty());
  CHECK(answer->ready == 37);
  CHECK(answer->images == model->decode(latents));
  CHECK(answer->latents == latents);
}

TEST_CASE("a request that waits is dropped when a newer one for its place comes") {
  RenderWorker worker;
  std::atomic<bool> gate = false;
  std::atomic<int> blocker = 0, stale = 0, fresh = 0;
  worker.submit("elsewhere", std::make_unique<CountingJob>(1, blocker, &gate), RenderWorker::Urgency::now);
  std::this_thread::sleep_for(20ms);  // the worker is in that step now
  for (int i = 0; i < 50; ++i) worker.submit("walk", std::make_unique<CountingJob>(1, stale));
  const std::uint64_t last = worker.submit("walk", std::make_unique<CountingJob>(1, fresh));
  gate = true;
  REQUIRE(worker.wait_idle(10s));
  CHECK(stale == 0);
  CHECK(fresh == 1);
  CHECK(worker.counts().dropped == 50);
  CHECK(worker.answer("walk")->ticket == last);
}

TEST_CASE("a request under way is dropped too, and its answer never seen") {
  RenderWorker worker;
  std::atomic<int> long_steps = 0, fresh = 0;
  worker.submit("sheet", std::make_unique<CountingJob>(1000000, long_steps));
  while (long_steps < 10) std::this_thread::sleep_for(1ms);
  const std::uint64_t last = worker.submit("sheet", std::make_unique<CountingJob>(1, fresh));
  REQUIRE(worker.wait_idle(10s));
  CHECK(long_steps < 1000000);
  CHECK(worker.answer("sheet")->ticket == last);
}

TEST_CASE("an urgent request goes before a long one that runs, which then goes on") {
  RenderWorker worker;
  std::atomic<bool> gate = false;
  std::atomic<int> steps = 0, steps_before_urgent = -1;
  class NotingJob : public Job {
   public:
    NotingJob(std::atomic<int>& steps, std::atomic<int>& noted) : steps_(steps), noted_(noted) {}
    bool step() override {
      noted_ = steps_.load();
      return true;
    }
    Answer answer() const override { return {}; }

   private:
    std::atomic<int>&steps_, &noted_;
  };
  worker.submit("background", std::make_unique<CountingJob>(20, steps, &gate), RenderWorker::Urgency::background);
  std::this_thread::sleep_for(20ms);  // the worker is in its first step now
  worker.submit("hand", std::make_unique<NotingJob>(steps, steps_before_urgent), RenderWorker::Urgency::now);
  gate = true;
  REQUIRE(worker.wait_idle(10s));
  CHECK(steps_before_urgent <= 1);
  CHECK(steps_before_urgent >= 0);
  CHECK(steps == 20);
}

TEST_CASE("the newest of many requests arrives while requests keep coming") {
  const auto model = load("tiny-gan");
  RenderWorker worker;
  const Tensor latents = sample_latents(model->spec(), 1, 300);
  std::uint64_t seen = 0, last = 0;
  for (int i = 0; i < 200; ++i) {
    Tensor one = sample_latents(model->spec(), static_cast<std::uint64_t>(i), 1);
    last = worker.submit("hand", decode_job(model, one, {}), RenderWorker::Urgency::now);
    if (const auto answer = worker.answer("hand")) seen = answer->ticket;
    std::this_thread::sleep_for(1ms);
  }
  CHECK(seen > 0);  // answers came during the drag, not only after it
  REQUIRE(worker.wait_idle(10s));
  CHECK(worker.answer("hand")->ticket == last);
}

TEST_CASE("a job that fails leaves its message and the worker alive") {
  RenderWorker worker;
  worker.submit("broken", std::make_unique<FailingJob>());
  REQUIRE(worker.wait_idle(10s));
  CHECK(worker.answer("broken")->error == "this cannot be done");
  std::atomic<int> done = 0;
  worker.submit("next", std::make_unique<CountingJob>(1, done));
  REQUIRE(worker.wait_idle(10s));
  CHECK(done == 1);
}
