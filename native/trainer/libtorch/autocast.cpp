#include "trainer/libtorch/autocast.hpp"

#include <ATen/autocast_mode.h>

namespace latentwalk {
namespace {

// LibTorch has one function for each device up to version 2.3, and a device argument from 2.4 on.
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

bool Autocast::is_on(torch::DeviceType device) { return is_enabled(device); }

Autocast::Autocast(bool wanted, torch::DeviceType device) : wanted_(wanted), device_(device) {
  if (!wanted_) return;
  before_ = is_enabled(device_);
  enable(device_, true);
}

Autocast::~Autocast() {
  if (!wanted_) return;
  enable(device_, before_);
  at::autocast::clear_cache();  // the cache holds copies of weights, which the optimiser changes next
}

}  // namespace latentwalk
