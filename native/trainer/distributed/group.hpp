#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "trainer/distributed/group_settings.hpp"

namespace latentwalk {

/// The processes that train one model together, on one machine or several: each has the whole model and its share of
/// every batch, and their gradients are averaged. Every rank must make the same calls in the same order.
class Group {
 public:
  virtual ~Group() = default;

  virtual int rank() const = 0;
  virtual int size() const = 0;
  bool is_first() const { return rank() == 0; }

  /// Replaces the values on every rank by their mean over all. Throws Error, naming the ranks that died or hang.
  virtual void average(torch::Tensor& values) = 0;
  /// Gives every rank the bytes of rank 0.
  virtual std::vector<std::uint8_t> from_first(const std::vector<std::uint8_t>& bytes) = 0;
  /// Throws Error where a rank's `text` is not that of rank 0; `what` names it in the message.
  virtual void agree(const std::string& what, const std::string& text) = 0;
  /// Waits for all, and parts without ado. Nothing may be asked of the group afterwards.
  virtual void part() = 0;
};

/// Meets the others. Nothing where the group is this process alone. Throws Error where a rank does not come, or where
/// this build cannot (LibTorch without Gloo).
std::unique_ptr<Group> join_group(const GroupSettings& settings, torch::Device device);

}  // namespace latentwalk
