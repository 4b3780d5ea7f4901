#include "viewer/core/drifting_sheet.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace latentwalk::viewer {

/// Computed by the first job and read by the next ones, which run in the same thread.
struct DriftPaths {
  std::shared_ptr<const Answer> sheet;
  std::uint64_t seed = 0;
  Prior prior = Prior::standard;
  std::optional<Drift> drift;
};

namespace {

// As in web/page/views/parts/drift.js.
constexpr double kBatchTime = 12.0;  // ms of the worker for one request: another request waits so long at most
constexpr std::size_t kMostAtOnce = 16;
constexpr double kShare = 0.5;                     // of the time in which all digits could be computed anew
constexpr double kLeastSpan = 0.1, kMostSpan = 4;  // s from one computed picture of a digit to the next
constexpr double kMostStep = 0.3;                  // s on the path: a slow machine drifts more slowly
constexpr double kReturn = 0.4;                    // s in which a digit goes back to where it began
constexpr double kWave = 0.08;                     // s from a digit's start to that of its neighbours
constexpr double kMemory = 0.1;                    // how much a new measurement counts

class DriftJob : public Job {
 public:
  DriftJob(std::shared_ptr<DriftPaths> paths, std::vector<std::size_t> which, std::vector<float> times)
      : paths_(std::move(paths)), which_(std::move(which)), times_(std::move(times)) {}

  bool step() override {
    const Answer& sheet = *paths_->sheet;
    const Model& model = *sheet.model;
    if (!paths_->drift) paths_->drift = model.drift(sheet.latents, paths_->seed, paths_->prior, sheet.labels);
    const Clock::time_point start = Clock::now();
    const std::size_t orbit = 3 * sheet.latents.shape(1);
    Tensor orbits = zeros({which_.size(), 3, sheet.latents.shape(1)});
    std::vector<float> periods;
    std::vector<std::int32_t> labels;
    for (std::size_t i = 0; i < which_.size(); ++i) {
      std::copy_n(paths_->drift->orbits.data() + which_[i] * orbit, orbit, orbits.data() + i * orbit);
      periods.push_back(paths_->drift->periods[which_[i]]);
      if (!sheet.labels.empty()) labels.push_back(sheet.labels[which_[i]]);
    }
    images_ = model.decode(drift_points(orbits, periods, times_), labels);
    milliseconds_ = milliseconds_since(start) / static_cast<double>(which_.size());
    return true;
  }

  Answer answer() const override {
    Answer answer;
    answer.images = images_;
    answer.ready = which_.size();
    answer.milliseconds = milliseconds_;
    return answer;
  }

 private:
  std::shared_ptr<DriftPaths> paths_;
  std::vector<std::size_t> which_;
  std::vector<float> times_;
  Tensor images_ = zeros({0});
  double milliseconds_ = 0.0;
};

}  // namespace

void Traveller::add(std::vector<float> pixels, double span) {
  stations_.back().span = span;
  stations_.push_back({std::move(pixels)});
}

bool Traveller::advance(double seconds) {
  if (stations_.size() == 1 || (share_ == 1 && stations_.size() == 2)) return false;
  share_ += seconds / stations_[0].span;
  while (share_ >= 1 && stations_.size() > 2) {
    const double over = (share_ - 1) * stations_[0].span;
    stations_.erase(stations_.begin());
    share_ = over / stations_[0].span;
  }
  share_ = std::min(share_, 1.0);
  return true;
}

void Traveller::rest(const std::vector<float>& home, double seconds) {
  std::vector<float> here(home.size());
  paint(here.data());
  stations_ = {{std::move(here)}};
  share_ = 0;
  ++turn_;
  add(home, seconds);
  resting_ = true;
}

void Traveller::release() {
  resting_ = false;
  clock_ = 0;
}

void Traveller::paint(float* pixels) const {
  const std::vector<float>& from = stations_[0].pixels;
  const auto share = static_cast<float>(share_);
  for (std::size_t i = 0; i < from.size(); ++i)
    pixels[i] = stations_.size() > 1 ? from[i] + share * (stations_[1].pixels[i] - from[i]) : from[i];
}

void DriftingSheet::begin(const std::shared_ptr<const Answer>& sheet, std::uint64_t seed, Prior prior,
                          std::size_t columns) {
  if (sheet == sheet_) return;
  end();
  sheet_ = sheet;
  paths_ = std::make_shared<DriftPaths>(DriftPaths{sheet, seed, prior, {}});
  for (std::size_t i = 0; i < sheet->images.shape(0); ++i)
    travellers_.emplace_back(home(i), -kWave * static_cast<double>(i % columns + i / columns));
}

void DriftingSheet::end() {
  sheet_ = nullptr;
  paths_ = nullptr;
  travellers_.clear();
  images_ = nullptr;
  resting_.reset();
  asked_.reset();
  last_count_ = 0;
}

bool DriftingSheet::advance(RenderWorker& worker, double seconds, bool playing, const Touch& touch) {
  if (travellers_.empty()) return false;
  rest(touch.resting);
  if (const auto answer = worker.answer(slot_); asked_ && answer != nullptr && answer->ticket == asked_->ticket) {
    // Without a picture the digits stay where they are, and whoever asks for a sheet says why.
    if (!answer->error.empty()) return end(), false;
    take(*answer);
  }
  bool moved = false;
  for (std::size_t i = 0; i < travellers_.size(); ++i)
    if (travellers_[i].resting() || (playing && i != touch.held)) moved = travellers_[i].advance(seconds) || moved;
  if (moved) paint();
  since_asked_ += seconds;
  if (playing && !asked_) ask(worker, touch.held);
  return moved;
}

void DriftingSheet::rest(std::optional<std::size_t> index) {
  if (index && *index >= travellers_.size()) index.reset();
  if (index == resting_) return;
  if (resting_) travellers_[*resting_].release();
  if (index) travellers_[*index].rest(home(*index), kReturn);
  resting_ = index;
}

void DriftingSheet::take(const Answer& answer) {
  const std::size_t size = answer.images.size() / asked_->which.size();
  each_ += kMemory * (answer.milliseconds - each_);
  for (std::size_t i = 0; i < asked_->which.size(); ++i) {
    Traveller& traveller = travellers_[asked_->which[i]];
    const float* pixels = answer.images.data() + i * size;
    if (traveller.turn() == asked_->turns[i]) traveller.add({pixels, pixels + size}, asked_->span);
  }
  asked_.reset();
}

void DriftingSheet::ask(RenderWorker& worker, std::optional<std::size_t> held) {
  std::vector<std::size_t> which;
  for (std::size_t i = 0; i < travellers_.size(); ++i)
    if (travellers_[i].wants() && i != held) which.push_back(i);
  if (which.empty()) {
    last_count_ = 0;
    return;
  }
  // Those that would stand still first come first.
  std::stable_sort(which.begin(), which.end(),
                   [&](std::size_t a, std::size_t b) { return travellers_[a].left() < travellers_[b].left(); });
  const double most = std::clamp(std::floor(kBatchTime / each_), 1.0, static_cast<double>(kMostAtOnce));
  which.resize(std::min(which.size(), static_cast<std::size_t>(most)));
  if (last_count_ > 0) pace_ += kMemory * (since_asked_ / static_cast<double>(last_count_) - pace_);
  since_asked_ = 0;
  last_count_ = which.size();
  Asked asked;
  asked.span = std::clamp(static_cast<double>(travellers_.size()) * pace_ / kShare, kLeastSpan, kMostSpan);
  std::vector<float> times;
  for (const std::size_t i : which) {
    asked.turns.push_back(travellers_[i].turn());
    times.push_back(static_cast<float>(travellers_[i].next_time(std::min(asked.span, kMostStep))));
  }
  asked.ticket = worker.submit(slot_, std::make_unique<DriftJob>(paths_, which, std::move(times)),
                               RenderWorker::Urgency::background);
  asked.which = std::move(which);
  asked_ = std::move(asked);
}

std::vector<float> DriftingSheet::home(std::size_t index) const {
  const std::size_t size = sheet_->images.shape(1) * sheet_->images.shape(2);
  const float* pixels = sheet_->images.data() + index * size;
  return {pixels, pixels + size};
}

void DriftingSheet::paint() {
  auto images = std::make_shared<Tensor>(zeros(shape_of(sheet_->images)));
  const std::size_t size = images->size() / travellers_.size();
  for (std::size_t i = 0; i < travellers_.size(); ++i) travellers_[i].paint(images->data() + i * size);
  images_ = std::move(images);
}

}  // namespace latentwalk::viewer
