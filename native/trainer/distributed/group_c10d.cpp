// The group over LibTorch's c10d: NCCL for CUDA where it is there, else Gloo, by way of the CPU if need be.
#include <condition_variable>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <sstream>

#include "latentwalk/error.hpp"
#include "trainer/distributed/collective.hpp"
#include "trainer/distributed/group.hpp"
#include "trainer/distributed/meeting_store.hpp"

namespace latentwalk {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBeat(500);
constexpr double kSilence = 3.0;  // seconds without a beat after which a rank is taken for hanging, once asked
constexpr double kBlame = 5.0;    // seconds to find out who it was
constexpr double kGrace = 8.0;    // seconds to end by itself when that is known

Bytes bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

std::string list_of(const std::vector<int>& ranks, int size) {
  std::ostringstream text;
  text << (ranks.size() == 1 ? "rank " : "ranks ");
  for (std::size_t i = 0; i < ranks.size(); ++i) text << (i == 0 ? "" : ", ") << ranks[i];
  text << " of " << size;
  return text.str();
}

constexpr const char *kVerdict = "verdict", *kAbsent = "absent";

/// Tells rank 0 twice a second that this process is not stopped, and hears what others have found out about a lost
/// rank; a connection of its own, so that it never waits. Where the training thread waits on after that, it ends the
/// process: some of LibTorch's waits take several times the limit that they are given.
class Heart {
 public:
  /// `end` is called with the lost ranks. It must not return.
  Heart(const GroupSettings& settings, std::function<void(const std::vector<int>&)> end)
      : end_(std::move(end)),
        meeting_(settings.address, settings.port, settings.rank, settings.timeout_seconds),
        thread_([this] { run(); }) {}
  ~Heart() {
    meeting_.abort();
    stop();
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

  /// Says whether the training thread waits for others.
  void set_waiting(bool waiting) {
    const std::lock_guard lock(mutex_);
    waiting_ = waiting;
  }

  /// The ranks that another process, or this one, has found lost; empty where there are none.
  std::vector<int> verdict() {
    const std::lock_guard lock(mutex_);
    return verdict_;
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (verdict_.empty() && !changed_.wait_for(lock, kBeat, [&] { return stopped_; })) {
      lock.unlock();
      std::vector<int> verdict;
      try {
        meeting_.beat();
        if (const auto found = meeting_.get(kVerdict)) verdict.assign(found->begin(), found->end());
      } catch (const Error&) {
        verdict = {0};
      }
      lock.lock();
      verdict_ = verdict;
    }
    auto waits_since = steady_clock::now();
    while (!changed_.wait_for(lock, kBeat, [&] { return stopped_; })) {
      if (!waiting_) waits_since = steady_clock::now();
      if (steady_clock::now() - waits_since > std::chrono::duration<double>(kGrace)) end_(verdict_);
    }
  }

  std::function<void(const std::vector<int>&)> end_;
  Meeting meeting_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopped_ = false, waiting_ = false;
  std::vector<int> verdict_;
  std::thread thread_;
};

class C10dGroup final : public Group {
 public:
  C10dGroup(const GroupSettings& settings, torch::Device device) : settings_(settings), device_(device) {
    if (settings.rank == 0) server_ = std::make_unique<MeetingServer>(listening_address(), settings.port);
    meeting_ = std::make_shared<Meeting>(settings.address, settings.port, settings.rank, settings.timeout_seconds);
    meet();
    heart_ = std::make_unique<Heart>(settings, [this](const std::vector<int>& lost) {
      // As the program reports errors. The training thread cannot be woken to throw one.
      std::cerr << "latentwalk-train: " << loss_text(lost, "") << std::endl;
      std::_Exit(1);
    });
    const auto timeout = std::chrono::milliseconds(static_cast<std::int64_t>(1e3 * settings.timeout_seconds));
    store_ = c10::make_intrusive<MeetingStore>(meeting_, timeout);
    const std::string address = settings.bind.empty() ? meeting_->local_address() : settings.bind;
    guarded([&] {
      if (device_.is_cuda()) collective_ = make_nccl(store_, settings_.rank, settings_.size, timeout);
      if (!collective_) collective_ = make_gloo(store_, settings_.rank, settings_.size, address, timeout);
    });
  }

  int rank() const override { return settings_.rank; }
  int size() const override { return settings_.size; }

  void average(torch::Tensor& values) override {
    guarded([&] {
      const torch::NoGradGuard no_grad;
      if (collective_->takes(values.device())) {
        collective_->sum(values);
      } else {
        torch::Tensor copy = values.to(torch::kCPU);
        collective_->sum(copy);
        values.copy_(copy);
      }
      values.div_(settings_.size);
    });
  }

  std::vector<std::uint8_t> from_first(const std::vector<std::uint8_t>& bytes) override {
    std::vector<std::uint8_t> copy = bytes;
    guarded([&] {
      const torch::Device device = collective_->takes(device_) ? device_ : torch::Device(torch::kCPU);
      torch::Tensor size = torch::tensor({static_cast<std::int64_t>(bytes.size())}, torch::kInt64).to(device);
      collective_->broadcast(size);
      copy.resize(static_cast<std::size_t>(size.item<std::int64_t>()));
      torch::Tensor values = torch::from_blob(copy.data(), {static_cast<std::int64_t>(copy.size())}, torch::kUInt8);
      torch::Tensor sent = values.to(device);
      collective_->broadcast(sent);
      if (!is_first()) values.copy_(sent);
    });
    return copy;
  }

  void agree(const std::string& what, const std::string& text) override {
    const std::vector<std::uint8_t> first = from_first(bytes_of(text));
    if (first != bytes_of(text))
      fail("rank ", rank(), " was started with another ", what, " than rank 0; give all the same options");
  }

  void part() override {
    torch::Tensor nothing = torch::zeros({1});
    average(nothing);
    heart_->stop();
    meeting_->say_goodbye();
    meeting_->add("parted", 1);
    // The others ask rank 0's server until they have parted too.
    const auto end = steady_clock::now() + std::chrono::duration<double>(settings_.timeout_seconds);
    while (is_first() && meeting_->add("parted", 0) < size() && steady_clock::now() < end)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }

 private:
  std::string listening_address() const { return settings_.bind.empty() ? settings_.address : settings_.bind; }

  /// All come before anything is done, so that one that is missing can be named: by the first whose time is up, and
  /// then by all, since rank 0's server goes with rank 0.
  void meet() {
    meeting_->set("here/" + std::to_string(rank()), {1});
    const auto end = steady_clock::now() + std::chrono::duration<double>(settings_.timeout_seconds);
    std::vector<int> absent;
    do {
      absent.clear();
      for (int other = 0; other < size(); ++other)
        if (!meeting_->get("here/" + std::to_string(other))) absent.push_back(other);
      if (const auto twice = meeting_->get(kTwice)) {
        std::this_thread::sleep_for(std::chrono::seconds(1));  // the others are to find out before rank 0's server goes
        const std::string which(twice->begin(), twice->end());
        fail("rank ", rank(), ": two processes were started as rank ", which, " (RANK=", which,
             " twice); give each a RANK of its own, from 0 to ", size() - 1);
      }
      if (absent.empty()) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    } while (steady_clock::now() < end && !meeting_->get(kAbsent));
    meeting_->set(kAbsent, {1});
    std::this_thread::sleep_for(std::chrono::seconds(1));
    fail("rank ", rank(), ": ", list_of(absent, size()), " did not come within ", settings_.timeout_seconds, " s");
  }

  template <class Call>
  void guarded(const Call& call) {
    try {
      if (heart_) heart_->set_waiting(true);
      call();
      if (heart_) heart_->set_waiting(false);
    } catch (const std::exception& error) {
      if (heart_) heart_->set_waiting(false);
      explain(error.what());
    }
  }

  [[noreturn]] void explain(const std::string& reason) {
    const auto end = steady_clock::now() + std::chrono::duration<double>(kBlame);
    const auto verdict = [&] { return heart_ ? heart_->verdict() : std::vector<int>{}; };
    // A process that waited for a sound one learns of the lost one only when that leaves; its heart knew before.
    std::vector<int> missing = verdict();
    meeting_->limit(kSilence);  // rank 0 has been given its time already
    try {
      // A rank that died is known at once; one that hangs once its heart has been still for a while. Those that fail
      // because of it go on beating until then.
      while (missing.empty() && steady_clock::now() < end) {
        missing = meeting_->missing(kSilence);
        std::erase(missing, rank());
        if (missing.empty()) missing = verdict();
        if (missing.empty()) std::this_thread::sleep_for(std::chrono::milliseconds(100));
      }
      if (!missing.empty()) meeting_->set(kVerdict, Bytes(missing.begin(), missing.end()));
      // The others are to find out too, before rank 0's server or a connection goes with this process.
      std::this_thread::sleep_for(std::chrono::milliseconds(1500));
      meeting_->say_goodbye();
    } catch (const Error&) {
      if (missing.empty()) missing = {0};
    }
    heart_.reset();
    fail(loss_text(missing, reason));
  }

  /// What has happened and what to do. `reason` is LibTorch's, for a loss that no rank is to blame for.
  std::string loss_text(const std::vector<int>& missing, const std::string& reason) const {
    std::ostringstream text;
    text << "rank " << rank() << ": ";
    if (missing.empty()) {
      text << "the others did not answer within " << settings_.timeout_seconds << " s, though none has died ("
           << reason.substr(0, reason.find('\n')) << "); give a longer --rank-timeout if they are only slow";
    } else {
      text << list_of(missing, size()) << (missing.size() == 1 ? " has died or hangs" : " have died or hang");
    }
    text << "; this job ends, so end what is left of it and start all ranks again with --resume auto";
    return text.str();
  }

  GroupSettings settings_;
  torch::Device device_;
  std::unique_ptr<MeetingServer> server_;
  std::shared_ptr<Meeting> meeting_;
  std::unique_ptr<Heart> heart_;
  StorePointer store_;
  std::unique_ptr<Collective> collective_;
};

}  // namespace

std::unique_ptr<Group> join_group(const GroupSettings& settings, torch::Device device) {
  if (settings.size == 1) return nullptr;
  return std::make_unique<C10dGroup>(settings, device);
}

}  // namespace latentwalk
