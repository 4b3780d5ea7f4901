#pragma once

#include <torch/torch.h>

namespace latentwalk {

/// While an object of this class exists, LibTorch computes in bfloat16 where its autocast rules allow it.
class Autocast {
 public:
  /// Does nothing unless `wanted`.
  Autocast(bool wanted, torch::DeviceType device);
  ~Autocast();
  Autocast(const Autocast&) = delete;
  Autocast& operator=(const Autocast&) = delete;

  /// Whether autocast is on for this type of device.
  static bool is_on(torch::DeviceType device);

 private:
  bool wanted_, before_ = false;
  torch::DeviceType device_;
};

}  // namespace latentwalk
