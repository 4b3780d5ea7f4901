#pragma once

/// Settings of LibTorch for the whole process. This header does not include LibTorch.
namespace latentwalk {

/// How a training step is computed. The objective and the networks stay the same.
struct ComputeOptions {
  bool channels_last = false;  // convolutions in the memory order (N, height, width, channels), for tensor cores
  bool bf16 = false;           // autocast: products and convolutions in bfloat16; weights and Adam stay in float32
  bool tf32 = false;           // CUDA: products of float32 numbers with a mantissa of 10 bits
  bool deterministic = false;  // the same bits in every run, on CUDA too
  bool core_noise = false;     // noise from the core's generator, as `latentwalk train` with one shard draws it
};

/// Applies the options that belong to the process: TF32 and deterministic algorithms. Call this before the first use
/// of CUDA.
void apply_compute_options(const ComputeOptions& options);

/// Makes glibc keep freed memory in the process. A training step frees each tensor and allocates it again in the next
/// step. By default glibc returns large blocks to the kernel, which clears each page again; on the CPU this took half
/// of the time of a step of conv-gan. Call this once, before any computation. It does nothing with other C libraries.
void keep_freed_memory();

/// The version of LibTorch that this program was compiled with, such as "1.13.1".
const char* libtorch_version();

}  // namespace latentwalk
