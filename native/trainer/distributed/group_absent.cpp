// For a LibTorch with neither Gloo nor NCCL, or without their headers: one process only.
#include "latentwalk/error.hpp"
#include "trainer/distributed/group.hpp"

namespace latentwalk {

std::unique_ptr<Group> join_group(const GroupSettings& settings, torch::Device) {
  if (settings.size == 1) return nullptr;
  fail(
      "this build trains in one process only: when it was built, neither Gloo's headers (Debian package libgloo-dev) "
      "nor NCCL's were there, or LibTorch had neither");
}

}  // namespace latentwalk
