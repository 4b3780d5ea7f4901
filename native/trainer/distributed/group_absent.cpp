// For a LibTorch without c10d's Gloo, or without Gloo's headers: one process only.
#include "group.hpp"
#include "latentwalk/error.hpp"

namespace latentwalk {

std::unique_ptr<Group> join_group(const GroupSettings& settings, torch::Device) {
  if (settings.size == 1) return nullptr;
  fail(
      "this build trains in one process only: LibTorch's Gloo or its headers (Debian package libgloo-dev) were not "
      "there when it was built");
}

}  // namespace latentwalk
