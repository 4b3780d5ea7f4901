#pragma once

#include <torch/torch.h>

namespace latentwalk {

/// How a step is computed, apart from what is computed.
struct ComputeOptions {
  bool channels_last = false;  // convolutions over (N, height, width, channels), as tensor cores like them
  bool bf16 = false;           // matrix products and convolutions in bfloat16 (autocast); weights and Adam stay floats
  bool tf32 = false;           // float products on CUDA with 10 bits of mantissa
  bool deterministic = false;  // the same bits each time, on CUDA too
};

/// What is set once for the process. Before the first use of CUDA.
void apply_compute_options(const ComputeOptions& options);

/// Freed memory stays with the process. Every tensor of a step is freed and asked for again in the next; glibc hands
/// large ones back to the system, which clears each page anew: on the CPU half of the time of a step of conv-gan. Once
/// for the process, before anything is computed; nothing with other C libraries.
void keep_freed_memory();

/// While this lives, LibTorch computes in bfloat16 where that is safe. Does nothing unless `wanted`.
class Autocast {
 public:
  Autocast(bool wanted, torch::DeviceType device);
  ~Autocast();
  Autocast(const Autocast&) = delete;
  Autocast& operator=(const Autocast&) = delete;

  /// Whether one lives that was wanted.
  static bool is_on(torch::DeviceType device);

 private:
  bool wanted_, before_ = false;
  torch::DeviceType device_;
};

}  // namespace latentwalk
