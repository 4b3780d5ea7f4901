#include "study/cell_claim.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <string>
#include <thread>
#include <utility>

#include "latentwalk/error.hpp"
#include "support/files.hpp"

namespace latentwalk {

std::optional<CellClaim> CellClaim::take(const std::filesystem::path& folder, const Cell& cell) {
  make_folder(folder);
  const std::filesystem::path path = folder / ".lock";
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor < 0) fail(path.string(), ": cannot be opened: ", std::strerror(errno));
  CellClaim claim(descriptor);
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  lock.l_start = static_cast<off_t>(std::stoul(text_checksum(cell.stem()), nullptr, 16));
  lock.l_len = 1;
  // Of the open file, not of the process: one process may hold two, and closing one leaves the other. A file system
  // without locks refuses with another error; then there is nothing to hold.
  if (::fcntl(descriptor, F_OFD_SETLK, &lock) != 0 && (errno == EAGAIN || errno == EACCES)) return std::nullopt;
  return claim;
}

CellClaim CellClaim::wait(const std::filesystem::path& folder, const Cell& cell) {
  for (;;) {
    if (std::optional<CellClaim> claim = take(folder, cell)) return std::move(*claim);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

CellClaim::~CellClaim() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

CellClaim::CellClaim(CellClaim&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

}  // namespace latentwalk
