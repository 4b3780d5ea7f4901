#include "support/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <optional>
#include <random>
#include <string>
#include <utility>

#include "latentwalk/error.hpp"

namespace latentwalk {
namespace {

namespace fs = std::filesystem;

class RemoveUnlessKept {
 public:
  explicit RemoveUnlessKept(std::string path) : path_(std::move(path)) {}
  ~RemoveUnlessKept() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  RemoveUnlessKept(const RemoveUnlessKept&) = delete;
  RemoveUnlessKept& operator=(const RemoveUnlessKept&) = delete;

  void keep() { path_.clear(); }

 private:
  std::string path_;
};

[[noreturn]] void fail_to_write(const fs::path& path, int error) {
  fail(path.string(), ": cannot be written: ", std::strerror(error));
}

bool write_all(int descriptor, std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

/// Devices and pipes are opened and written, because renaming a file over them would replace them (as root, even
/// /dev/null).
void write_in_place(const fs::path& path, std::span<const std::uint8_t> bytes) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!file.is_open() || !write_all(file.number(), bytes) || !file.close()) fail_to_write(path, errno);
}

constexpr const char* kMark = ".latentwalk";    // in the name of every temporary file and folder
constexpr std::chrono::hours kStaleAge(1);      // no save takes so long, so the process that wrote the file has ended
constexpr std::chrono::hours kLongestWork(24);  // in a temporary folder

std::string random_suffix() {
  static thread_local std::random_device device;
  char text[24];
  std::snprintf(text, sizeof text, "-%08x%08x", device(), device());
  return text;
}

bool is_older(const fs::path& path, std::chrono::seconds age) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return false;
  const auto written = std::chrono::system_clock::from_time_t(status.st_mtime);
  return std::chrono::system_clock::now() - written >= age;
}

/// ".NAME.latentwalk.tmp", ".NAME.latentwalk-0123456789abcdef.tmp" or ".latentwalk-XXXXXX".
bool is_temporary(const fs::path& path, bool folder) {
  const std::string name = path.filename().string();
  if (folder) return name.starts_with(std::string(kMark) + "-") && name.size() == std::strlen(kMark) + 7;
  const std::size_t mark = name.rfind(kMark);
  return name.front() == '.' && name.ends_with(".tmp") && mark != std::string::npos && mark > 0 &&
         name.find('.', mark + 1) == name.size() - 4;
}

struct Temporary {
  fs::path path;
  Descriptor file;
};

/// Creates a hidden file beside `target`: renaming cannot cross file systems. A file of that name, which a killed
/// process left or another one is writing, never keeps this one from its work: an old one is removed, and otherwise
/// the name gets a random suffix.
std::optional<Temporary> create_temporary(const fs::path& target, const fs::path& folder) {
  constexpr std::size_t kLongest = 200;  // bytes of the name, because file systems allow 255
  constexpr int kAttempts = 100;
  const std::string stem = "." + target.filename().string().substr(0, kLongest) + kMark;
  fs::path path = folder / (stem + ".tmp");
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (file.is_open()) return Temporary{path, std::move(file)};
    if (errno != EEXIST) return std::nullopt;
    if (attempt == 0 && is_older(path, kStaleAge) && ::unlink(path.c_str()) == 0) continue;
    path = folder / (stem + random_suffix() + ".tmp");
  }
  return std::nullopt;
}

/// The file that a link points to, so that the link stays and its file changes.
fs::path follow_link(const fs::path& path) {
  std::error_code error;
  const fs::path target = fs::is_symlink(path, error) ? fs::weakly_canonical(path, error) : path;
  return error ? path : target;
}

void sync_folder(const fs::path& folder) {
  // Best effort: some file systems cannot sync a folder, and the file itself has been synced already.
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (descriptor.is_open()) ::fsync(descriptor.number());
}

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

bool Descriptor::close() { return ::close(std::exchange(number_, -1)) == 0; }

InputFile::InputFile(fs::path path) : path_(std::move(path)) {
  struct stat status {};
  // First by name, because opening a device can have effects of its own. Then again for what was really opened.
  if (::stat(path_.c_str(), &status) == 0) check_kind(status.st_mode);
  file_ = Descriptor(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file_.is_open()) fail(path_.string(), ": cannot be opened: ", std::strerror(errno));
  if (::fstat(file_.number(), &status) != 0) fail(path_.string(), ": cannot be read: ", std::strerror(errno));
  check_kind(status.st_mode);
  size_ = static_cast<std::uint64_t>(status.st_size);
}

void InputFile::check_kind(unsigned mode) const {
  if (S_ISREG(mode)) return;
  fail(path_.string(), ": expected a file, found ",
       S_ISDIR(mode)    ? "a folder"
       : S_ISFIFO(mode) ? "a pipe"
       : S_ISSOCK(mode) ? "a socket"
                        : "a device");
}

void InputFile::check_size(std::uint64_t limit) const {
  if (size_ > limit) fail(path_.string(), ": expected at most ", limit, " bytes, found ", size_);
}

void InputFile::skip_to(std::uint64_t position) {
  if (::lseek(file_.number(), static_cast<off_t>(position), SEEK_SET) < 0)
    fail(path_.string(), ": cannot be read: ", std::strerror(errno));
}

void InputFile::append_to(std::vector<std::uint8_t>& bytes, std::size_t count) {
  // One byte more than the file has, so that the last read finds the end without growing.
  constexpr std::size_t kLeast = 4096;
  std::size_t size = bytes.size();
  const std::size_t end = size + count;
  while (size < end) {
    if (size == bytes.size()) {
      const std::uint64_t expected = size_ >= size ? size_ - size + 1 : 0;
      const std::uint64_t step = std::max<std::uint64_t>({expected, size, kLeast});
      bytes.resize(size + static_cast<std::size_t>(std::min<std::uint64_t>(end - size, step)));
    }
    const ssize_t got = ::read(file_.number(), bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(path_.string(), ": cannot be read: ", std::strerror(errno));
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  bytes.resize(size);
}

std::vector<std::uint8_t> read_file(const fs::path& path, std::uint64_t limit) {
  InputFile file(path);
  file.check_size(limit);
  std::vector<std::uint8_t> bytes;
  file.append_to(bytes, static_cast<std::size_t>(limit) + 1);
  // A file can grow while it is read, and those of /proc have no size.
  if (bytes.size() > limit) fail(path.string(), ": expected at most ", limit, " bytes, found more");
  return bytes;
}

void write_file(const fs::path& path, std::span<const std::uint8_t> bytes) {
  const fs::path target = follow_link(path);
  struct stat status {};
  if (::stat(target.c_str(), &status) == 0) {
    if (S_ISDIR(status.st_mode)) fail(path.string(), ": cannot be written: a folder has this name");
    if (!S_ISREG(status.st_mode)) return write_in_place(target, bytes);
  }

  const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  if (std::error_code ignored; !fs::is_directory(folder, ignored)) {
    fail(path.string(), ": cannot be written: there is no folder ", folder.string());
  }
  std::optional<Temporary> created = create_temporary(target, folder);
  if (!created) fail_to_write(path, errno);
  auto& [temporary, file] = *created;
  RemoveUnlessKept cleanup(temporary.string());
  if (!write_all(file.number(), bytes) || ::fsync(file.number()) != 0 || !file.close() ||
      ::rename(temporary.c_str(), target.c_str()) != 0) {
    fail_to_write(path, errno);
  }
  cleanup.keep();
  sync_folder(folder);
}

std::string extension_of(const fs::path& path) {
  std::string extension = path.extension().string();
  for (char& letter : extension)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return extension;
}

void check_not_source(const fs::path& out, std::initializer_list<fs::path> sources) {
  for (const fs::path& source : sources) {
    std::error_code ignored;  // one of them does not exist
    if (!source.empty() && fs::equivalent(out, source, ignored))
      fail(out.string(), ": is read by this command and would be written over: give the output another name");
  }
}

std::string read_text(const fs::path& path, std::uint64_t limit) {
  const std::vector<std::uint8_t> bytes = read_file(path, limit);
  return {bytes.begin(), bytes.end()};
}

void write_text(const fs::path& path, std::string_view text) {
  write_file(path, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

void remove_stale_temporaries(const fs::path& folder) {
  std::error_code error, ignored;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const fs::file_type type = it->symlink_status(ignored).type();
    if (type == fs::file_type::regular && is_temporary(it->path(), false)) fs::remove(*it, ignored);
    if (type == fs::file_type::directory && is_temporary(it->path(), true)) {
      it.disable_recursion_pending();
      fs::remove_all(*it, ignored);
    }
  }
}

void make_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) fail(path.string(), ": the folder cannot be created: ", error.message());
  if (!fs::is_directory(path)) fail(path.string(), ": expected a folder, found a file");
}

TemporaryFolder::TemporaryFolder(const fs::path& parent) {
  std::error_code error, ignored;
  for (fs::directory_iterator it(parent, error), end; !error && it != end; it.increment(error))
    if (it->symlink_status(ignored).type() == fs::file_type::directory && is_temporary(it->path(), true) &&
        is_older(it->path(), kLongestWork))
      fs::remove_all(it->path(), ignored);
  std::string name = (parent / (std::string(kMark) + "-XXXXXX")).string();
  if (::mkdtemp(name.data()) == nullptr) {
    fail(parent.string(), ": a temporary folder cannot be created here: ", std::strerror(errno));
  }
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace latentwalk
