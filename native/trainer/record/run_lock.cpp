#include "trainer/record/run_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <cstring>

#include "latentwalk/error.hpp"

namespace latentwalk {

RunLock::RunLock(const std::filesystem::path& folder) {
  const auto refuse = [&] {
    fail(folder.string(),
         ": another latentwalk-train is training into this folder; wait for it, or give another --out");
  };
  // The folder itself, because a file in it can be removed and made again, which leaves two locks.
  folder_ = Descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder_.is_open()) fail(folder.string(), ": cannot be opened: ", std::strerror(errno));
  if (::flock(folder_.number(), LOCK_EX | LOCK_NB) == 0) return;
  if (errno == EWOULDBLOCK) refuse();
  // NFS locks only files that are open for writing.
  const std::filesystem::path path = folder / ".lock";
  file_ = Descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666));
  if (!file_.is_open()) fail(path.string(), ": cannot be opened: ", std::strerror(errno));
  if (::flock(file_.number(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) refuse();
  // A file system without any locks: the run goes on without one.
}

}  // namespace latentwalk
