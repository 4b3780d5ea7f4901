#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "latentwalk/model.hpp"
#include "viewer/core/render_worker.hpp"

namespace latentwalk::viewer {

/// A digit on its way: up to three pictures of it, between which it is blended.
class Traveller {
 public:
  explicit Traveller(std::vector<float> home, double clock) : clock_(clock) { stations_.push_back({std::move(home)}); }

  /// True if another picture is welcome.
  bool wants() const { return !resting_ && stations_.size() < kMost; }
  /// The seconds until it stands still for want of a picture.
  double left() const { return stations_.size() > 1 ? (1 - share_) * stations_[0].span : 0; }
  /// The seconds on its path of the picture to ask for, `step` after the last one.
  double next_time(double step) { return clock_ += step; }
  /// Counts its starts: a picture that was asked for before one does not count.
  int turn() const { return turn_; }

  /// Another picture, `span` seconds after the last one.
  void add(std::vector<float> pixels, double span);
  /// Goes on for some seconds; true if it moved.
  bool advance(double seconds);
  /// Goes back to `home` in some seconds and stays there.
  void rest(const std::vector<float>& home, double seconds);
  /// Sets out again.
  void release();
  bool resting() const { return resting_; }
  /// Writes what is seen.
  void paint(float* pixels) const;

 private:
  static constexpr std::size_t kMost = 3;  // the two that it is between, and one in advance
  struct Station {
    std::vector<float> pixels;
    double span = 1.0;  // seconds to the next one
  };

  std::vector<Station> stations_;
  double clock_, share_ = 0.0;  // share_: of the way from the first station to the second
  int turn_ = 0;
  bool resting_ = false;
};

/// A sheet whose digits drift through latent space (latentwalk/drift.hpp), with the times of the page. The worker
/// computes each digit at times that lie apart, a few digits a request and after every other request. Between two of
/// them the pictures are blended, so that the motion is even however slow the network is.
class DriftingSheet {
 public:
  explicit DriftingSheet(std::string slot) : slot_(std::move(slot)) {}

  /// Sets the digits of a finished sheet in motion; one that moves already goes on. Digits start one after the other
  /// from the upper left.
  void begin(const std::shared_ptr<const Answer>& sheet, std::uint64_t seed, Prior prior, std::size_t columns);
  void end();

  struct Touch {
    std::optional<std::size_t> held;     // stays where it is
    std::optional<std::size_t> resting;  // goes back to where the seed put it
  };
  /// Goes on for some seconds; does not wait for the worker. True if something moved.
  bool advance(RenderWorker& worker, double seconds, bool playing, const Touch& touch);
  /// What is seen, (N, height, width); null before anything moved.
  const std::shared_ptr<const Tensor>& images() const { return images_; }

 private:
  struct Asked {
    std::uint64_t ticket = 0;
    std::vector<std::size_t> which;
    std::vector<int> turns;
    double span = 0.0;
  };

  void rest(std::optional<std::size_t> index);
  void take(const Answer& answer);
  void ask(RenderWorker& worker, std::optional<std::size_t> held);
  std::vector<float> home(std::size_t index) const;
  void paint();

  std::string slot_;
  std::shared_ptr<const Answer> sheet_;
  std::shared_ptr<struct DriftPaths> paths_;  // the worker's
  std::vector<Traveller> travellers_;
  std::shared_ptr<const Tensor> images_;
  std::optional<std::size_t> resting_;
  std::optional<Asked> asked_;
  double since_asked_ = 0.0, pace_ = 0.002, each_ = 3.0;  // pace_: s for each digit; each_: ms of the worker
  std::size_t last_count_ = 0;                            // of the request before; 0: it did not follow at once
};

}  // namespace latentwalk::viewer
