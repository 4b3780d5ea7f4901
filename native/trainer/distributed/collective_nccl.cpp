// Chosen by CMake where LibTorch has NCCL. It compiles against LibTorch 2.11, but was never run: that takes two GPUs.
#include <cstdlib>
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>

#include "trainer/distributed/collective.hpp"

namespace latentwalk {

std::unique_ptr<Collective> make_nccl(const StorePointer& store, int rank, int size,
                                      std::chrono::milliseconds timeout) {
  // So that waiting ends with an error when the time is up; the name changed in LibTorch 2.2.
  ::setenv("NCCL_BLOCKING_WAIT", "1", 0);
  ::setenv("TORCH_NCCL_BLOCKING_WAIT", "1", 0);
  auto options = c10d::ProcessGroupNCCL::Options::create();
  options->timeout = timeout;
  return std::make_unique<CollectiveOf<c10d::ProcessGroupNCCL>>(
      c10::make_intrusive<c10d::ProcessGroupNCCL>(store, rank, size, options), torch::kCUDA);
}

}  // namespace latentwalk
