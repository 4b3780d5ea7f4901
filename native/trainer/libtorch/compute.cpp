#include "trainer/libtorch/compute.hpp"

#include <ATen/autocast_mode.h>

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace latentwalk {
namespace {

// One function a device up to LibTorch 2.3, a device argument from 2.4 on.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
bool is_enabled(torch::DeviceType device) { return at::autocast::is_autocast_enabled(device); }
void enable(torch::DeviceType device, bool wanted) {
  at::autocast::set_autocast_dtype(device, torch::kBFloat16);
  at::autocast::set_autocast_enabled(device, wanted);
}
#else
bool is_enabled(torch::DeviceType device) {
  return device == torch::kCPU ? at::autocast::is_cpu_enabled() : at::autocast::is_enabled();
}
void enable(torch::DeviceType device, bool wanted) {
  if (device == torch::kCPU) {
    at::autocast::set_autocast_cpu_dtype(torch::kBFloat16);
    at::autocast::set_cpu_enabled(wanted);
  } else {
    at::autocast::set_autocast_gpu_dtype(torch::kBFloat16);
    at::autocast::set_enabled(wanted);
  }
}
#endif

}  // namespace

void apply_compute_options(const ComputeOptions& options) {
  auto& context = at::globalContext();
  context.setAllowTF32CuBLAS(options.tf32);
  context.setAllowTF32CuDNN(options.tf32);
  context.setDeterministicCuDNN(options.deterministic);
  context.setBenchmarkCuDNN(!options.deterministic);
  if (!options.deterministic) return;
  ::setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", /*overwrite=*/0);  // or cuBLAS may sum in another order
  context.setDeterministicAlgorithms(true, /*warn_only=*/false);
}

void keep_freed_memory() {
#ifdef __GLIBC__
  ::mallopt(M_MMAP_MAX, 0);         // no mapping of its own for a large tensor,
  ::mallopt(M_TRIM_THRESHOLD, -1);  // and the heap never shrinks
#endif
}

bool Autocast::is_on(torch::DeviceType device) { return is_enabled(device); }

Autocast::Autocast(bool wanted, torch::DeviceType device) : wanted_(wanted), device_(device) {
  if (!wanted_) return;
  before_ = is_enabled(device_);
  enable(device_, true);
}

Autocast::~Autocast() {
  if (!wanted_) return;
  enable(device_, before_);
  at::autocast::clear_cache();  // it holds copies of weights that the optimiser is about to change
}

}  // namespace latentwalk
