#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>

#include "trainer/distributed/collective.hpp"

namespace latentwalk {

std::unique_ptr<Collective> make_gloo(const StorePointer& store, int rank, int size, const std::string& address,
                                      std::chrono::milliseconds timeout) {
  auto options = c10d::ProcessGroupGloo::Options::create(timeout);
  options->devices.push_back(c10d::ProcessGroupGloo::createDeviceForHostname(address));
  options->threads = 1;
  return std::make_unique<CollectiveOf<c10d::ProcessGroupGloo>>(
      c10::make_intrusive<c10d::ProcessGroupGloo>(store, rank, size, options), torch::kCPU);
}

}  // namespace latentwalk
