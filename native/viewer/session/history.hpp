#pragma once

#include <vector>

#include "latentwalk/scene.hpp"

namespace latentwalk::viewer {

/// Undo and redo. It keeps whole scenes, because they are small.
class History {
 public:
  explicit History(const Scene& first) : states_{first} {}

  /// Adds the scene if it differs from the current state. Drops the states that were undone.
  void note(const Scene& scene) {
    if (scene == states_[now_]) return;
    states_.resize(now_ + 1);
    states_.push_back(scene);
    if (states_.size() > kMaxStates) states_.erase(states_.begin());
    now_ = states_.size() - 1;
  }
  bool can_undo() const { return now_ > 0; }
  bool can_redo() const { return now_ + 1 < states_.size(); }
  const Scene& undo() { return states_[now_ -= can_undo() ? 1 : 0]; }
  const Scene& redo() { return states_[now_ += can_redo() ? 1 : 0]; }

 private:
  static constexpr std::size_t kMaxStates = 500;
  std::vector<Scene> states_;
  std::size_t now_ = 0;
};

}  // namespace latentwalk::viewer
